/** Resolves as soon as a condition holds that other work brings about. If it never does, the time limit of the test ends the wait. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
