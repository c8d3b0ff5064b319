// Writes a summary beside each .txt file of a folder, several at a time. Run it again to continue: it skips finished files.
// Run: node examples/typescript/summarize-files.ts <folder> [concurrency] (Node 22.18 or later; on Node 20, see tsconfig.json)
import { existsSync, realpathSync } from "node:fs";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type GeminiError, type GeminiEvent, type GeminiOptions, isGeminiError, query } from "gemini-ts";

/** Returns how many files still have no summary. */
export async function summarizeFiles(folder: string, concurrency: number, options: GeminiOptions, log = console.error) {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".txt"));
  const missing = files.filter((file) => !existsSync(join(folder, `${file}.summary`)));
  let done = files.length - missing.length;
  let tokens = 0;
  let failedForAll: GeminiError | undefined;

  async function summarize(file: string) {
    const path = join(folder, file);
    const prompt = `Summarize this text in one sentence:\n\n${await readFile(path, "utf8")}`;
    const onEvent = (event: GeminiEvent) => {
      if (event.type === "retry") log(`${file}: ${event.reason}, retrying in ${event.delayMs} ms`);
      // Counted here, not in the response, because failed calls may use tokens too.
      if (event.type === "call-end") tokens += event.usageMetadata?.totalTokenCount ?? 0;
    };
    const { text, truncated, finishReason } = await query(prompt, { ...options, onEvent });
    if (truncated) throw new Error(`The summary is truncated: ${finishReason}`);
    await writeFile(`${path}.part`, `${text}\n`); // renamed when complete: a crash never leaves half a summary
    await rename(`${path}.part`, `${path}.summary`);
    log(`${++done} of ${files.length} done: ${file}`);
  }

  const waiting = missing.values(); // one iterator, from which all workers take files
  async function work() {
    for (const file of waiting) {
      if (failedForAll) return;
      await summarize(file).catch((error) => {
        if (failsForAll(error)) failedForAll = error;
        else log(`${file} failed: ${error.message}`);
      });
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  if (failedForAll) log(`Stopped: ${failedForAll.message}`);
  log(`${done} of ${files.length} done, ${tokens} tokens`);
  return files.length - done;
}

/** Whether all other files would fail too: quota, sign-in, options, Ctrl-C. A file that is blocked or too long fails alone. */
function failsForAll(error: unknown): error is GeminiError {
  return isGeminiError(error) && !error.retryable && error.group !== "content" && error.code !== "invalid_request";
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) {
  const [folder, concurrency = "4"] = process.argv.slice(2);
  if (!folder || !(Number(concurrency) >= 1)) throw new Error("Usage: summarize-files.ts <folder> [concurrency]");
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  const missing = await summarizeFiles(folder, Number(concurrency), { signal: interrupt.signal });
  if (missing > 0) process.exitCode = interrupt.signal.aborted ? 130 : 1;
}
