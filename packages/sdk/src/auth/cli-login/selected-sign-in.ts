import { NOT_CAPABLE, unreadableOnDeno } from "../../errors/denied.ts";
import type { OnEvent } from "../../platform/events.ts";
import type { Platform } from "../../platform/platform.ts";
import type { BackendName } from "../../wire/backend-name.ts";
import { geminiFolder } from "./login-file-path.ts";

/** A settings file is a few kB. */
const LONGEST_SETTINGS_FILE = 1024 * 1024;

/** The Gemini CLI's sign-in methods that this library supports. */
const SIGN_INS: Readonly<Record<string, BackendName>> = {
  "oauth-personal": "code-assist",
  "gemini-api-key": "gemini-api",
  "vertex-ai": "vertex",
};

/**
 * The sign-in method that the user chose in the Gemini CLI: `security.auth.selectedType` in `settings.json`. An
 * unusable value or file is ignored with a warning event.
 * @see https://github.com/google-gemini/gemini-cli/blob/main/docs/reference/configuration.md
 */
export async function selectedSignIn(platform: Platform, onEvent: OnEvent): Promise<BackendName | undefined> {
  const folder = geminiFolder(platform);
  if (folder === undefined) return undefined;
  const path = `${folder}/settings.json`;
  const warn = (what: string) => {
    onEvent({ type: "warning", code: "settings_ignored", message: `${path} was ignored: ${what}.` });
    return undefined;
  };
  let text: string;
  try {
    text = new TextDecoder().decode(await platform.files.read(path, LONGEST_SETTINGS_FILE));
  } catch (error) {
    const { code } = error as { readonly code?: string };
    return code === "ENOENT" || code === "ENOTDIR"
      ? undefined
      : warn(code === NOT_CAPABLE ? unreadableOnDeno(path).found : `it cannot be read (${code ?? "unknown"})`);
  }
  let selected: unknown;
  try {
    selected = JSON.parse(withoutComments(text))?.security?.auth?.selectedType;
  } catch {
    return warn("it is not JSON with comments");
  }
  if (selected === undefined || selected === null) return undefined;
  const known = typeof selected === "string" && Object.hasOwn(SIGN_INS, selected) ? SIGN_INS[selected] : undefined;
  return known ?? warn("this library does not support its security.auth.selectedType");
}

const COMMENT = /("(?:[^"\\]|\\[\s\S])*"?)|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
const TRAILING_COMMA = /("(?:[^"\\]|\\[\s\S])*"?)|,(?=\s*[\]}])/g;

/** Turns JSON with comments into JSON: comments and trailing commas become spaces, strings are not changed. */
function withoutComments(text: string): string {
  const keepStrings = (_match: string, string: string | undefined) => string ?? " ";
  return text.replace(COMMENT, keepStrings).replace(TRAILING_COMMA, keepStrings);
}
