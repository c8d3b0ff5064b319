import { type GeminiError, isGeminiError } from "../errors/gemini-error.ts";
import type { Platform } from "../platform/platform.ts";
import { geminiFolder, homeVariable } from "./cli-login/login-file-path.ts";

/**
 * Adds to an error about a missing key or project what may hold it but was not read: a variable that Deno does not allow
 * to read, and the Gemini CLI's `.env` file, if there is one, which the Gemini CLI reads. Returns any other value unchanged.
 * @see https://github.com/google-gemini/gemini-cli/blob/main/docs/get-started/configuration.md
 */
export async function withSignInHints(error: unknown, platform: Platform): Promise<unknown> {
  if (!isGeminiError(error, "no_credentials", "project_required")) return error;
  const path = await unreadEnvFile(platform);
  return withEnvFile(withDenied(error, platform), path);
}

function withDenied(error: GeminiError, platform: Platform): GeminiError {
  const { variable, remedy } = error;
  if (variable === undefined || !platform.isDenied(variable)) return error;
  const flags = variable === homeVariable(platform) ? "--allow-env or --allow-sys=homedir" : "--allow-env";
  const hint = `Deno does not allow this program to read ${variable}: run it with ${flags}.`;
  return remedy.includes(hint) ? error : error.with({ remedy: `${remedy} ${hint}` });
}

async function unreadEnvFile(platform: Platform): Promise<string | undefined> {
  const folder = geminiFolder(platform);
  if (folder === undefined) return undefined;
  const path = `${folder}/.env`;
  return (await platform.files.stat(path)) === undefined ? undefined : path;
}

function withEnvFile(error: GeminiError, path: string | undefined): GeminiError {
  if (path === undefined || error.remedy.includes(path)) return error;
  const hint = `${path} exists, but only the Gemini CLI reads it: load it before the program starts (node --env-file=${path}).`;
  return error.with({ remedy: `${error.remedy} ${hint}` });
}
