/** Milliseconds of the machine's own clock, which all its processes share and nobody sets. */
export function monotonicMs() {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1_000_000;
}
