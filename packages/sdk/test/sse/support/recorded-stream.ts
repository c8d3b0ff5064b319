import { answer, event } from "../../support/replies.ts";

/** An answer in four events, with characters of one to four bytes. */
export const texts = ["Grüße, ", "wörld ", "😀 und ", "Ende."];
export const events = texts.map((text, index) => event(answer(text, index === texts.length - 1 ? "STOP" : undefined)));
export const recorded = Buffer.from(events.join(""));

/** The length of the stream up to the end of each event. */
export const eventEnds = events.map((_, index) => Buffer.byteLength(events.slice(0, index + 1).join("")));
/** Where the JSON of each event ends, in front of its line ends. */
export const jsonEnds = events.map((text, index) => (eventEnds[index] ?? 0) - (text.length - text.trimEnd().length));
export const plain = { "content-type": "text/event-stream" };
