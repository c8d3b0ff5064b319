// Writes a summary of each .txt file of a folder beside it, a few at a time. Run it again to do only what is missing.
// Run: node examples/typescript/summarize-files.ts <folder> [how many at a time] (Node 22.18 or later; on Node 20, see tsconfig.json)
import { realpathSync } from "node:fs";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type GeminiError, type GeminiEvent, type GeminiOptions, isGeminiError, query } from "gemini-ts";

/** Returns how many files have no summary yet. */
export async function summarizeFiles(
  folder: string,
  concurrency: number,
  options: GeminiOptions = {},
  log = console.error,
) {
  const names = new Set(await readdir(folder));
  const files = [...names].filter((name) => name.endsWith(".txt"));
  const missing = files.filter((file) => !names.has(`${file}.summary`));
  let done = files.length - missing.length;
  let tokens = 0;
  let failedForAll: GeminiError | undefined;

  async function summarize(file: string) {
    const path = join(folder, file);
    const prompt = `Summarize this text in one sentence:\n\n${await readFile(path, "utf8")}`;
    const onEvent = (event: GeminiEvent) => {
      if (event.type === "retry") log(`${file}: ${event.reason}, retrying in ${event.delayMs} ms`);
      if (event.type === "call-end") tokens += event.usageMetadata?.totalTokenCount ?? 0; // Failed calls may cost, too.
    };
    const { text, truncated, finishReason } = await query(prompt, { ...options, onEvent });
    if (truncated) throw new Error(`The summary is truncated: ${finishReason}`);
    await writeFile(`${path}.part`, text); // Half a file must not look like a summary after a crash.
    await rename(`${path}.part`, `${path}.summary`);
    log(`${++done} of ${files.length} done: ${file}`);
  }

  const waiting = missing.values(); // All workers take their next file from this one iterator.
  async function work() {
    for (const file of waiting) {
      if (failedForAll) return;
      try {
        await summarize(file);
      } catch (error) {
        if (failsForAll(error)) failedForAll = error;
        else log(`${file} failed: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));

  if (failedForAll) log(`Stopped: ${failedForAll.message}`);
  log(`${done} of ${files.length} done, ${tokens} tokens`);
  return files.length - done;
}

/** Whether no other file can succeed now: quota, sign-in, options, Ctrl-C. One text alone can be blocked or too long. */
function failsForAll(error: unknown): error is GeminiError {
  return isGeminiError(error) && !error.retryable && error.group !== "content" && error.code !== "invalid_request";
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) {
  const [folder, concurrency = "4"] = process.argv.slice(2);
  if (!folder || !/^[1-9]\d*$/.test(concurrency)) {
    console.error("Usage: summarize-files <folder> [how many at a time]");
    process.exit(2);
  }
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  const missing = await summarizeFiles(folder, Number(concurrency), { signal: interrupt.signal });
  process.exitCode = interrupt.signal.aborted ? 130 : Math.sign(missing);
}
