// Whether a contender delivers the text that was sent. Every byte comes in a chunk of its own, so that all characters of
// several bytes are cut, and every line between CR and LF.

import { VERIFIED_TEXT } from "../server/texts.mjs";

const scenes = {
  plain: { kind: "fixed", verified: true },
  cut: { kind: "fixed", verified: true, cutAt: 1 },
};

export const rows = [
  {
    id: "check-stream",
    title: "streams deliver the text, wherever it is cut",
    scenes,
    loopbackOnly: true,
    measure: (contender) =>
      verify(contender, async (client) => {
        let text = "";
        await client.stream("Tell me.", (piece) => {
          text += piece;
        });
        return text;
      }),
  },
  {
    id: "check-whole",
    title: "whole answers hold the text, wherever it is cut",
    scenes,
    loopbackOnly: true,
    measure: (contender) => verify(contender, (client) => client.whole("Tell me.")),
  },
];

async function verify(contender, read) {
  for (const scene of Object.keys(scenes)) {
    const text = await read(await contender.open(scene));
    if (text === VERIFIED_TEXT) continue;
    const place = [...text].findIndex((character, index) => character !== [...VERIFIED_TEXT][index]);
    throw new Error(
      `${scene}: the text differs from character ${place} on; ${text.length} of ${VERIFIED_TEXT.length} came.`,
    );
  }
  return { verified: true };
}
