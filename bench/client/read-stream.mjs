/** Reads one stream to its end, and fails unless exactly so many characters came. */
export async function readStream(client, characters) {
  let received = 0;
  await client.stream("Tell me.", (text) => {
    received += text.length;
  });
  expectLength(received, characters);
}

/** Asks for one whole answer, and fails unless it has exactly so many characters. */
export async function readWhole(client, characters) {
  expectLength((await client.whole("Tell me.")).length, characters);
}

function expectLength(received, expected) {
  if (received !== expected) throw new Error(`${received} characters came instead of ${expected}.`);
}
