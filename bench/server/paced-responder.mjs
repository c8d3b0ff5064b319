import { monotonicMs } from "../monotonic-clock.mjs";
import { answer, event } from "./answer-json.mjs";
import { chunks, streamHead } from "./http-bytes.mjs";

const PLACE_OF_TIME = "00000000000000.000";
const LAST_CHUNK = Buffer.from("0\r\n\r\n");

/** Waits for all streams, then sends their events at an even pace, one stream after the other. */
export function pacedResponder({ streams, perSecond, eventsPerStream }) {
  const waiting = [];
  return {
    respond({ socket, codeAssist }) {
      socket.write(streamHead);
      if (waiting.push(socket) === streams) sendAll(waiting.splice(0), codeAssist);
    },
  };

  function sendAll(sockets, codeAssist) {
    const middle = template(codeAssist, false);
    const last = template(codeAssist, true);
    const all = streams * eventsPerStream;
    const begun = monotonicMs();
    let sent = 0;
    const timer = setInterval(() => {
      const due = Math.min(all, Math.floor(((monotonicMs() - begun) * perSecond) / 1_000));
      for (; sent < due; sent += 1) {
        const isLast = sent >= all - streams;
        sockets[sent % streams].write(stamped(isLast ? last : middle));
      }
      if (sent === all) clearInterval(timer);
    }, 1);
  }
}

function template(codeAssist, last) {
  const bytes = Buffer.concat([
    ...chunks([event(answer(PLACE_OF_TIME, { codeAssist, last }))]),
    ...(last ? [LAST_CHUNK] : []),
  ]);
  return { bytes, place: bytes.indexOf(PLACE_OF_TIME) };
}

/** The event with the time at which it is written, in milliseconds. */
function stamped({ bytes, place }) {
  const copy = Buffer.from(bytes);
  copy.latin1Write(monotonicMs().toFixed(3).padStart(PLACE_OF_TIME.length, "0"), place);
  return copy;
}
