/** Advances a clock in each turn of the event loop, by `stepMs`, until a call ends. */
export async function passTime<Value>(
  clock: { advance(milliseconds: number): void },
  call: Promise<Value>,
  stepMs: number,
): Promise<Value> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  call.then(end, end);
  while (!ended) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(stepMs);
  }
  return call;
}
