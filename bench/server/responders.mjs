import { fixedResponder } from "./fixed-responder.mjs";
import { heldResponder } from "./held-responder.mjs";
import { pacedResponder } from "./paced-responder.mjs";

const makers = { fixed: fixedResponder, held: heldResponder, paced: pacedResponder };

/**
 * What answers the requests of a row. A scene is one of
 * - `fixed`: every answer is the same bytes, handed to the socket at once. `events`: how many, `characters` in each,
 *   `far` for scripts beyond Latin, `cutAt` for pieces of so many bytes instead of one an event; `answer`: the
 *   characters of a whole answer; `verified`: the text with all difficulties;
 * - `held`: one event and then silence, until the client closes the connection;
 * - `paced`: events spread evenly over all streams, `perSecond` of them in all, each with the time when it was sent.
 */
export function responderOf(scene) {
  return makers[scene.kind](scene);
}
