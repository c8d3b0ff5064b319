import type { Platform } from "../../platform/platform.ts";

/** The folder of the Gemini CLI: `.gemini` in `GEMINI_CLI_HOME` if that is set, else in the home folder. */
export function geminiFolder(platform: Platform): string | undefined {
  const home = platform.environment("GEMINI_CLI_HOME") ?? platform.homeDirectory();
  return home === undefined ? undefined : `${home.replace(/[/\\]+$/, "")}/.gemini`;
}

/** The environment variable that names the home folder. */
export function homeVariable({ runtime }: Platform): string {
  return runtime.system.startsWith("win") ? "USERPROFILE" : "HOME";
}

/** The path of the login file; undefined without a home folder. In a given path, a leading `~/` is the home folder. */
export function loginFilePath(given: string | null | undefined, platform: Platform): string | undefined {
  if (given) {
    const home = platform.homeDirectory();
    return given.startsWith("~/") && home !== undefined ? `${home}/${given.slice(2)}` : given;
  }
  const folder = geminiFolder(platform);
  return folder === undefined ? undefined : `${folder}/oauth_creds.json`;
}
