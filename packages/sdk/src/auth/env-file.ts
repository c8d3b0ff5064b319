import { type GeminiError, isGeminiError } from "../errors/gemini-error.ts";
import type { Platform } from "../platform/platform.ts";
import { geminiFolder } from "./cli-login/login-file-path.ts";

/**
 * Adds to an error about a missing key or project that the Gemini CLI's `.env` file is not read, if there is one: it may
 * hold what is missing, and the Gemini CLI reads it. Returns any other value unchanged.
 * @see https://github.com/google-gemini/gemini-cli/blob/main/docs/get-started/configuration.md
 */
export async function withEnvFileHint(error: unknown, platform: Platform): Promise<unknown> {
  if (!isGeminiError(error, "no_credentials", "project_required")) return error;
  const path = await unreadEnvFile(platform);
  return path === undefined ? error : withHint(error, path);
}

async function unreadEnvFile(platform: Platform): Promise<string | undefined> {
  const folder = geminiFolder(platform);
  if (folder === undefined) return undefined;
  const path = `${folder}/.env`;
  return (await platform.files.stat(path)) === undefined ? undefined : path;
}

function withHint(error: GeminiError, path: string): GeminiError {
  if (error.remedy.includes(path)) return error;
  const hint = `${path} exists, but only the Gemini CLI reads it: load it before the program starts (node --env-file=${path}).`;
  return error.with({ remedy: `${error.remedy} ${hint}` });
}
