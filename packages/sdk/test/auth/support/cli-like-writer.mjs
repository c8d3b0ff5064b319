// Rewrites a login file without end as the Gemini CLI does: in place and without a lock. Every tenth time it is slow, so
// that readers meet the file empty and half written for longer. The tokens written have expired. It ends when its standard
// input does, after a whole write.
import { open, writeFile } from "node:fs/promises";
import process from "node:process";
import { setTimeout } from "node:timers/promises";

const [path = "", given = "{}"] = process.argv.slice(2);
const login = JSON.parse(given);
let ending = false;
process.stdin.on("end", () => {
  ending = true;
});
process.stdin.resume();
process.stdout.write("writing");

for (let round = 0; !ending; round += 1) {
  const text = JSON.stringify({ ...login, expiry_date: Date.now() - 1 }, null, 2);
  if (round % 10 === 0) {
    const file = await open(path, "w");
    await setTimeout(5);
    await file.write(text.slice(0, text.length >> 1));
    await setTimeout(5);
    await file.write(text.slice(text.length >> 1));
    await file.close();
  } else {
    await writeFile(path, text);
  }
  await setTimeout(round % 7);
}
