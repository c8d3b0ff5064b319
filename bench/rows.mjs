import { rows as abort } from "./rows/abort.mjs";
import { rows as checks } from "./rows/checks.mjs";
import { rows as coldStart } from "./rows/cold-start.mjs";
import { rows as command } from "./rows/command.mjs";
import { rows as conversation } from "./rows/conversation.mjs";
import { rows as events } from "./rows/events.mjs";
import { rows as importing } from "./rows/import.mjs";
import { rows as installed } from "./rows/installed.mjs";
import { rows as largeEvent } from "./rows/large-event.mjs";
import { rows as manyStreams } from "./rows/many-streams.mjs";
import { rows as microtasks } from "./rows/microtasks.mjs";
import { rows as wholeAnswers } from "./rows/whole-answers.mjs";

/**
 * All that is measured, in the order of the tables. A row has
 * - `id`, `title`, and the `file` in `rows/` where it stands;
 * - `scenes`: what the server sends, by name (`server/responders.mjs`);
 * - `needs`: which check a contender must have passed;
 * - `values`: what is measured: its title, its goals on Node 20 and 24, whether higher is better, and `ratio` where the
 *   number that counts is the one over that of the bare `fetch` loop in the same round;
 * - `measure(contender)`, in a fresh process of the contender, or `measureOutside(job)`, in the bench's own;
 * - `complete(measured, report)`: adds what the server saw;
 * - `loopbackOnly`: a connection to anywhere else fails it;
 * - `only`: the contenders it is for, where not for all; `packagesOnly` where it is for packages and not for bare loops;
 * - `rounds`, where one says all; `often`: how many times as many rounds as asked for, where a job is over in a moment.
 */
export const rows = [
  ...inFile("cold-start", coldStart),
  ...inFile("events", events),
  ...inFile("whole-answers", wholeAnswers),
  ...inFile("conversation", conversation),
  ...inFile("many-streams", manyStreams),
  ...inFile("abort", abort),
  ...inFile("microtasks", microtasks),
  ...inFile("large-event", largeEvent),
  ...inFile("import", importing),
  ...inFile("installed", installed),
  ...inFile("command", command),
];

/** What every contender is put to before anything is measured. */
export const checkRows = inFile("checks", checks);

export const allRows = [...checkRows, ...rows];

function inFile(file, list) {
  return list.map((row) => ({ file, ...row }));
}
