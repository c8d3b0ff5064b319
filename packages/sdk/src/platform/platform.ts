/**
 * The world around the library: time, files, environment, randomness. Injected, so that tests own it and no other
 * file reads a global.
 */
export interface Platform {
  readonly clock: Clock;
  readonly files: FileSystem;
  /** An environment variable, undefined where it is not set or empty. */
  readonly environment: (name: string) => string | undefined;
  /** The user's home folder, undefined where there is none (an edge runtime, HOME unset). */
  readonly homeDirectory: () => string | undefined;
  /** Random UUID, version 4. */
  readonly randomUuid: () => string;
  /** 0 up to 1, 1 excluded: spreads repetitions, so that many clients do not come back at the same moment. */
  readonly random: () => number;
  /** For the User-Agent: `node/20.20.2` and `linux-x64`. */
  readonly runtime: { readonly name: string; readonly system: string };
  /** Follows a `for await` loop into its body, see conversation/busy-check.ts. Undefined where the runtime cannot. */
  readonly createAsyncContext: (<Value>() => AsyncContext<Value>) | undefined;
}

/** Time. Nothing else in the library sleeps or asks for the time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `action` after so many milliseconds; call the result to prevent it. */
  schedule(action: () => void, milliseconds: number): () => void;
}

/** The few file operations that signing in needs. */
export interface FileSystem {
  /** The file's bytes. Rejects with a {@link FileError}. */
  read(path: string, longest: number): Promise<Uint8Array>;
  /** Whether something can be opened at this path, and its permission bits where the system has them. */
  stat(path: string): Promise<{ readonly mode: number | undefined } | undefined>;
}

/** Why a file could not be read: the system's code (`ENOENT`), `NOT_A_FILE` or `TOO_LARGE`. */
export interface FileError {
  readonly code: string;
}

/** A value that travels with the flow of asynchronous code. */
export interface AsyncContext<Value> {
  get(): Value | undefined;
  /** Sets it for the rest of the running function and what follows from it. */
  enter(value: Value): void;
}
