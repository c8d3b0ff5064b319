import type { Conversation } from "../conversation.ts";

const WORDS_QUOTED = 8;

/** Greetings, and the prompts of the READMEs and examples. */
const ANSWERS: readonly (readonly [prompt: RegExp, answer: string])[] = [
  [/^(?:hello|hi|hey)\b[\s,!.\w]{0,30}$/i, "Hello! How can I help you?"],
  [
    /^who are you\b/i,
    "I am the offline emulator of gemini-ts: I answer from a script. Sign in to get answers from Gemini.",
  ],
  [
    /^explain quantum computing\b/i,
    "Quantum computing uses qubits, which can be in superpositions of 0 and 1 and entangled with one another, to solve some problems much faster than classical computers.",
  ],
  [
    /^why is the sky blue\b/i,
    "The sky is blue because the molecules of the air scatter the short, blue waves of sunlight much more than the long, red ones.",
  ],
  [/\bhaiku\b/i, "A small script awaits,\nit counts its words one by one,\nthen the page is full."],
];

/** The answer to a greeting, or to a prompt of the documentation. */
export function fixedAnswer({ prompt }: Conversation): string | undefined {
  const start = prompt.slice(0, 200);
  return ANSWERS.find(([pattern]) => pattern.test(start))?.[1];
}

/** The answer if no skill has one. Names the media that came with the prompt, so that a test can see that they arrived. */
export function noAnswer({ prompt, media }: Conversation): string {
  const words = prompt.slice(0, 500).split(/\s+/).slice(0, WORDS_QUOTED).join(" ");
  const types = media.map(({ inlineData, fileData }) => inlineData?.mimeType ?? fileData?.mimeType ?? "unknown type");
  const received = types.length === 0 ? "" : ` It received media that it cannot look at: ${types.join(", ")}.`;
  const subject = words === "" ? "" : ` for “${words}”`;
  return `The offline emulator has no answer${subject}.${received} Sign in to get a real answer from Gemini.`;
}
