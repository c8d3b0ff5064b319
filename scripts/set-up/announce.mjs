/** Tells a person at a terminal what takes so long; scripts that read stderr are not bothered. */
export function announce(what) {
  if (process.stderr.isTTY) process.stderr.write(`${what}\n`);
}
