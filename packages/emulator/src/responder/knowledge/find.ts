import { KNOWN_SENTENCES } from "./sentences.ts";

const ASKS =
  /^(?:[\s,!.]|please|hello|hi|hey|can you|could you|would you|briefly|quickly)*(?:explain|describe|define|what|what['’]s|who|where|when|how|why|tell|summari[sz]e|write|give|teach|introduce|answer|in)\b/i;

/** The known sentence about what a prompt asks, if it asks about something in the table. */
export function findKnownSentence(prompt: string): string | undefined {
  const asked = prompt.slice(0, 300);
  const words = ` ${asked
    .toLowerCase()
    .replace(/[^\p{L}\p{N}'+-]+/gu, " ")
    .trim()} `;
  const known = KNOWN_SENTENCES.find(({ subjects }) => subjects.some((subject) => words.includes(` ${subject} `)));
  if (!known) return undefined;
  const isSubjectAlone = known.subjects.includes(words.trim());
  return isSubjectAlone || ASKS.test(asked) ? known.sentence : undefined;
}
