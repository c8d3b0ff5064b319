/** Whether UTF-8 begins or ends in the middle of a character, so that it reads differently beside other text. */
export function isCut(bytes: Uint8Array, from: number, to: number): boolean {
  if (isContinuation(bytes[from] ?? 0)) return true;
  let lead = to - 1;
  while (lead > from && lead > to - 4 && isContinuation(bytes[lead] ?? 0)) lead -= 1;
  const first = bytes[lead] ?? 0;
  const length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return lead + length > to;
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0;
}
