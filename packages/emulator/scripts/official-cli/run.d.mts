/** One run of the official CLI. */
export interface OfficialCliRun {
  /** The path that `installOfficialCli` gave. */
  readonly entry: string;
  /** Where the server listens. */
  readonly url: string;
  /** An access token that the server accepts. */
  readonly accessToken: string;
  readonly args: readonly string[];
  /** Files of the folder that it runs in, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Milliseconds after which it is killed. 60,000 unless told. */
  readonly limitMs?: number;
}

/** What came of a run. */
export interface OfficialCliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the official CLI once in folders of its own. Rejects when it takes longer than `limitMs`. */
export function runOfficialCli(run: OfficialCliRun): Promise<OfficialCliResult>;
