/**
 * The world around the library: time, files, environment, randomness. Injected, so that tests own it and no other
 * file reads a global.
 */
export interface Platform {
  readonly clock: Clock;
  readonly files: FileSystem;
  /** An environment variable, undefined where it is not set or empty. */
  readonly environment: (name: string) => string | undefined;
  /** The user's home folder, an absolute path; undefined where there is none (an edge runtime, HOME empty or relative). */
  readonly homeDirectory: () => string | undefined;
  /** What the machine and its user are called; undefined where they have no names. */
  readonly machine: () => { readonly host: string; readonly user: string } | undefined;
  /** The key derivation scrypt with the usual costs (N 16384, r 8, p 1). Undefined where the runtime has none. */
  readonly scrypt: ((password: string, salt: string, length: number) => Promise<Uint8Array<ArrayBuffer>>) | undefined;
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
  /** Milliseconds since some moment; they only go on, whoever sets the time. */
  monotonic(): number;
  /** Runs `action` after so many milliseconds; call the result to prevent it. */
  schedule(action: () => void, milliseconds: number): () => void;
}

/** The few file operations that signing in needs. Each rejects with a {@link FileError} where it says nothing else. */
export interface FileSystem {
  /** The same path from the root of the file system on, so that one file has one name. */
  absolutePath(path: string): string;
  /** The file's bytes. */
  read(path: string, longest: number): Promise<Uint8Array>;
  /** Whether something can be opened at this path, and its permission bits where the system has them. */
  stat(path: string): Promise<{ readonly mode: number | undefined } | undefined>;
  /**
   * Puts a file with these bytes and permissions in the place of what is at `path`, or makes it, in one step: it is written
   * beside it and renamed. A link stays, and what it leads to is replaced. `isWanted` is asked at the last moment; where it
   * says no, nothing changes. A failure changes nothing either and leaves nothing behind.
   * @returns whether the file was replaced.
   */
  replace(path: string, bytes: Uint8Array, mode: number, isWanted?: () => Promise<boolean>): Promise<boolean>;
  /** Removes what {@link FileSystem.replace} of processes that were killed has left in the folder of this file. Never rejects. */
  sweep(path: string): Promise<void>;
  /** Makes a folder, and those above it, with these permissions; one that is there stays as it is. */
  makeFolder(path: string, mode: number): Promise<void>;
  /** Removes a file; one that is not there is no failure. */
  remove(path: string): Promise<void>;
}

/** Why a file operation failed: the system's code (`ENOENT`), `NOT_A_FILE` or `TOO_LARGE`; `ENOSYS` without files. */
export interface FileError {
  readonly code: string;
}

/** A value that travels with the flow of asynchronous code. */
export interface AsyncContext<Value> {
  get(): Value | undefined;
  /** Sets it for the rest of the running function and what follows from it. */
  enter(value: Value): void;
}
