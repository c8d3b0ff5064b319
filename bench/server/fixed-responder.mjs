import { answer, event, wholeBody } from "./answer-json.mjs";
import { chunkedResponse, cut, wholeResponse } from "./http-bytes.mjs";
import { longText, smallText, VERIFIED_TEXT } from "./texts.mjs";

/** Answers every request of one kind with the same bytes. */
export function fixedResponder(scene) {
  const made = new Map();
  return {
    respond({ socket, codeAssist, whole }) {
      const key = `${codeAssist} ${whole}`;
      if (!made.has(key)) made.set(key, whole ? wholeBytes(scene, codeAssist) : streamBytes(scene, codeAssist));
      socket.write(made.get(key));
    },
  };
}

function streamBytes(scene, codeAssist) {
  const texts = textsOf(scene);
  const events = texts.map((text, index) =>
    event(answer(text, { codeAssist, last: index === texts.length - 1, tokens: index + 1 })),
  );
  return chunkedResponse(scene.cutAt === undefined ? events : cut(Buffer.concat(events), scene.cutAt));
}

function wholeBytes(scene, codeAssist) {
  const text = scene.verified ? VERIFIED_TEXT : longText(scene.answer);
  const body = wholeBody(answer(text, { codeAssist }));
  return scene.cutAt === undefined ? wholeResponse(body) : chunkedResponse(cut(body, scene.cutAt), "application/json");
}

function textsOf({ verified, events, characters, far }) {
  if (verified) return piecesOf(VERIFIED_TEXT, 7);
  if (characters === 20) return Array.from({ length: events }, (_, index) => smallText(index));
  return Array(events).fill(longText(characters, far));
}

/** Pieces of whole characters, as a server that holds its text to be Unicode would send them. */
function piecesOf(text, size) {
  const characters = [...text];
  const count = Math.ceil(characters.length / size);
  return Array.from({ length: count }, (_, index) => characters.slice(index * size, (index + 1) * size).join(""));
}
