// What is answered: always the same, so that a reader of any row can be held to its length.

const PHRASES = [
  "It depends, mostly: ",
  "first on the 1,024 \n",
  "bytes; then on “you”",
  "or me, who can tell ",
  'which of both "wins"',
  " before it is over? ",
  "- **One** more item\n",
  "and then 2 or three.",
];
const SENTENCE = 'The quick brown fox said: "I jump over the lazy dog",\nand did it 13 times (or 14).  ';
const FAR = "Привет, мир! 你好，世界。これは長い答えです。 «Grüße» — 🦊🐕 ";

/** Every place where text can be cut wrongly: bytes of two, three and four, escapes, and the marks of an event stream. */
export const VERIFIED_TEXT =
  `${FAR}é“\u00a0"\\\\/\b\t\r\n${SENTENCE}\ud83d\ude00data: {"x":1}\n\ndata:\r\n\r\n `.repeat(3);

/** Texts of twenty characters, some with one that takes several bytes, as a model streams them. */
export function smallText(index) {
  return PHRASES[index % PHRASES.length];
}

/** English prose with quotes and line breaks; `far` is prose in scripts that take two bytes a character in memory. */
export function longText(characters, far = false) {
  const piece = far ? FAR : SENTENCE;
  return piece
    .repeat(Math.ceil(characters / piece.length))
    .slice(0, characters)
    .toWellFormed();
}
