/** Installs the published Gemini CLI of a version into the user's cache folder, unless it is there; resolves to its entry. */
export function installOfficialCli(version: string): Promise<string>;
