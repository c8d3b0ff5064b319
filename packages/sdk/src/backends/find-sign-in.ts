import { hasEncryptedLogin, keyChainRemedy } from "../auth/cli-login/encrypted-store.ts";
import { loginFilePath } from "../auth/cli-login/login-file-path.ts";
import { selectedSignIn } from "../auth/cli-login/selected-sign-in.ts";
import { withSignInHints } from "../auth/sign-in-hints.ts";
import { NOT_CAPABLE } from "../errors/denied.ts";
import { noCredentials, noCredentialsOnWeb } from "../errors/sign-in-errors.ts";
import type { OnEvent } from "../platform/events.ts";
import type { FileError, Platform } from "../platform/platform.ts";
import type { BackendName } from "../wire/backend-name.ts";

// Part of this module, because both are loaded only if a sign-in is missing.
export { withSignInHints };

/** Finds a backend if neither options nor environment select one: rows 4 to 6 of choose-backend.ts. */
export async function findSignIn(platform: Platform, onEvent: OnEvent): Promise<BackendName> {
  if (!platform.hasEnvironment) throw noCredentialsOnWeb("nothing_found");
  const selected = await selectedSignIn(platform, onEvent);
  if (selected) return selected;
  const path = loginFilePath(undefined, platform);
  const isDenied = path !== undefined && (await isDeniedOnDeno(path, platform));
  const hasLogin =
    path !== undefined && !isDenied && ((await platform.files.stat(path)) || (await hasEncryptedLogin(path, platform)));
  if (hasLogin) return "code-assist";
  const error = nothingFound(path, keyChainRemedy(platform));
  const unread = isDenied ? error.with({ remedy: `${error.remedy} ${LOGIN_UNREAD}` }) : error;
  throw await withSignInHints(unread, platform);
}

const LOGIN_UNREAD =
  "Deno does not allow this program to read the Gemini CLI's login: to use that login, run the program with --allow-read.";

/** Whether Deno does not allow the program to read the login file, so that nobody knows whether there is one. */
async function isDeniedOnDeno(path: string, { files }: Platform): Promise<boolean> {
  return files.read(path, Number.POSITIVE_INFINITY).then(
    () => false,
    ({ code }: FileError) => code === NOT_CAPABLE,
  );
}

function nothingFound(path: string | undefined, hint: string | undefined) {
  return noCredentials(
    [
      "the options `apiKey`, `backend` and `credentialsPath`",
      "GOOGLE_GENAI_USE_GCA, GOOGLE_GENAI_USE_VERTEXAI and GOOGLE_GENAI_USE_ENTERPRISE",
      "GEMINI_API_KEY and GOOGLE_API_KEY",
      "a choice in the Gemini CLI's settings.json",
      `the Gemini CLI login file ${path ?? "(no home folder is known)"}, and its encrypted store`,
    ],
    `${hint ? `${hint} ` : ""}API key: create one at https://aistudio.google.com/apikey and set GEMINI_API_KEY, or pass \`apiKey\`. ` +
      "Vertex AI: set GOOGLE_GENAI_USE_VERTEXAI=true and GOOGLE_CLOUD_PROJECT, and run `gcloud auth application-default login`. " +
      "Code Assist licence: sign in with the Gemini CLI (run `gemini`).",
    { reason: "nothing_found", path, variable: hint ? "GEMINI_FORCE_FILE_STORAGE" : "GEMINI_API_KEY" },
  );
}
