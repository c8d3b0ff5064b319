import { credentialsFileUnusable, credentialsNotAPath } from "../../errors/default-credentials-errors.ts";
import { NOT_CAPABLE, unreadableOnDeno } from "../../errors/denied.ts";
import type { FileError, Platform } from "../../platform/platform.ts";
import { isRecord } from "../../wire/is-record.ts";
import { type CredentialsJson, type CredentialsKind, kindOf } from "./credentials-kind.ts";

/** A credentials file is a few kB. */
const LONGEST_FILE = 1024 * 1024;

/** A file with Application Default Credentials. */
export interface CredentialsFile {
  readonly path: string;
  /** Whether the environment names it; otherwise it is gcloud's own file. */
  readonly isNamed: boolean;
  readonly text: string;
  readonly json: CredentialsJson;
  readonly kind: CredentialsKind;
}

/**
 * Reads the file that `GOOGLE_APPLICATION_CREDENTIALS` names, else gcloud's. Resolves to undefined if there is neither.
 * Fails with `credentials_unreadable`.
 * @see https://cloud.google.com/docs/authentication/application-default-credentials
 */
export async function readCredentialsFile(platform: Platform): Promise<CredentialsFile | undefined> {
  const named = namedFile(platform);
  const path = credentialsFilePath(platform);
  if (path === undefined) return undefined;
  if (named !== undefined && !isPath(named)) throw credentialsNotAPath();
  let text: string;
  try {
    text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await platform.files.read(path, LONGEST_FILE));
  } catch (error) {
    const { code } = error as FileError;
    if (named === undefined && (code === "ENOENT" || code === "ENOTDIR")) return undefined;
    if (code === NOT_CAPABLE) {
      const { found, remedy } = unreadableOnDeno(path);
      throw credentialsFileUnusable(path, found, remedy);
    }
    throw credentialsFileUnusable(path, `${FOUND[code] ?? `it cannot be read (${code})`}${flawOf(path)}`);
  }
  if (text.startsWith("\ufeff")) throw credentialsFileUnusable(path, "it begins with a byte order mark", WITHOUT_MARK);
  const json = parse(text);
  if (json === undefined) throw credentialsFileUnusable(path, "it is not a JSON object");
  return { path, isNamed: named !== undefined, text, json, kind: kindOf(json) };
}

/** The path that `GOOGLE_APPLICATION_CREDENTIALS` names, else gcloud's. The file may not exist. */
export function credentialsFilePath(platform: Platform): string | undefined {
  return namedFile(platform) ?? gcloudFile(platform);
}

function namedFile({ environment }: Platform): string | undefined {
  return environment("GOOGLE_APPLICATION_CREDENTIALS") ?? environment("google_application_credentials");
}

/** google-auth-library reads the file too, and cannot read the mark. */
const WITHOUT_MARK = "Save the file as UTF-8 without byte order mark (BOM).";

/** Some programs take the content of a credentials file in this variable. No error may quote that. */
function isPath(value: string): boolean {
  return value.length <= 4_096 && !/[{}\r\n]|-----BEGIN/.test(value);
}

/** What a shell would have changed in a path that comes from a file of variables. */
function flawOf(path: string): string {
  if (/^["']/.test(path)) return "; its quotation marks are taken as a part of the path";
  return path.startsWith("~") ? "; `~` is the home folder only in shells" : "";
}

const FOUND: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  ENOTDIR: "it does not exist",
  EISDIR: "it is a folder",
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  NOT_A_FILE: "it is not a regular file",
  TOO_LARGE: `it is larger than ${LONGEST_FILE} bytes`,
};

function parse(text: string): CredentialsJson | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where `gcloud auth application-default login` writes. */
function gcloudFile({ environment, homeDirectory, runtime }: Platform): string | undefined {
  const folder =
    environment("CLOUDSDK_CONFIG") ?? defaultFolder(runtime.system, environment("APPDATA"), homeDirectory());
  return folder === undefined ? undefined : `${folder}/application_default_credentials.json`;
}

function defaultFolder(system: string, appData: string | undefined, home: string | undefined): string | undefined {
  if (system.startsWith("win")) return appData && `${appData}/gcloud`;
  return home === undefined ? undefined : `${home}/.config/gcloud`;
}
