import { monotonicMs } from "../monotonic-clock.mjs";
import { answer, event } from "./answer-json.mjs";
import { chunks, streamHead } from "./http-bytes.mjs";

/** Sends one event, then nothing; reports when each connection was closed, in the order of the requests. */
export function heldResponder() {
  const closedAt = [];
  return {
    respond({ socket, codeAssist }) {
      const place = closedAt.push(null) - 1;
      socket.once("close", () => {
        closedAt[place] = monotonicMs();
      });
      socket.write(Buffer.concat([streamHead, ...chunks([event(answer("Begun.", { codeAssist, last: false }))])]));
    },
    report: () => ({ closedAt }),
  };
}
