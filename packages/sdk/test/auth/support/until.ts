/** Resolves as soon as something is so that other work brings about; the test's own time limit ends what never comes. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
