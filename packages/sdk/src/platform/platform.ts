/**
 * Access to time, files, environment and randomness. It is injected, so that tests can control it; no other code uses
 * globals for these.
 */
export interface Platform {
  readonly clock: Clock;
  readonly files: FileSystem;
  /** Whether there can be environment variables and files: not in browsers and edge runtimes. */
  readonly hasEnvironment: boolean;
  /** An environment variable; undefined if it is not set or empty. */
  readonly environment: (name: string) => string | undefined;
  /** Whether the runtime forbids to read this environment variable: Deno without `--allow-env`. */
  readonly isDenied: (name: string) => boolean;
  /** Writes a line to standard error. Only for programs that ask for it. */
  readonly writeToStderr: (line: string) => void;
  /** The user's home folder, an absolute path; undefined if there is none (an edge runtime, HOME empty or relative). */
  readonly homeDirectory: () => string | undefined;
  /** The names of the machine and its user; undefined if the system does not provide them. */
  readonly machine: () => { readonly host: string; readonly user: string } | undefined;
  /**
   * The key derivation scrypt with the default costs (N 16384, r 8, p 1). Undefined if the runtime does not have it.
   */
  readonly scrypt: ((password: string, salt: string, length: number) => Promise<Uint8Array<ArrayBuffer>>) | undefined;
  /** Hashes and encryption of the Web Crypto API. */
  readonly subtleCrypto: () => SubtleCryptoLike;
  /** Random UUID, version 4. */
  readonly randomUuid: () => string;
  /**
   * A random number from 0 up to, but not including, 1. It spreads retries, so that many clients do not retry at the
   * same moment.
   */
  readonly random: () => number;
  /** Parts of the User-Agent: `node/20.20.2` and `linux-x64`. */
  readonly runtime: { readonly name: string; readonly system: string };
  /** Creates an asynchronous context, see conversation/busy-check.ts. Undefined if the runtime has none. */
  readonly createAsyncContext: (<Value>() => AsyncContext<Value>) | undefined;
}

/** The part of the Web Crypto API that signing in needs; `SubtleCrypto` fits. */
export interface SubtleCryptoLike {
  digest(algorithm: "SHA-256", bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
  importKey(
    format: "raw",
    key: Uint8Array<ArrayBuffer>,
    algorithm: "AES-GCM",
    extractable: boolean,
    usages: "decrypt"[],
  ): Promise<unknown>;
  decrypt(
    algorithm: { name: "AES-GCM"; iv: Uint8Array<ArrayBuffer> },
    key: unknown,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<ArrayBuffer>;
}

/** Time. Nothing else in the library reads a clock or sets a timer. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since an arbitrary moment; never decreases, even if the system time is changed. */
  monotonic(): number;
  /** Runs `action` after this many milliseconds. Call the returned function to cancel it. */
  schedule(action: () => void, milliseconds: number): () => void;
}

/**
 * The few file operations that signing in needs. Each rejects with a {@link FileError}, unless its comment says
 * otherwise.
 */
export interface FileSystem {
  /** Returns the absolute path; undefined for a relative path if the program's working folder no longer exists. */
  absolutePath(path: string): string | undefined;
  /**
   * Resolves the symbolic links in an absolute path, so that each folder has only one name. What does not exist yet, or
   * cannot be looked at, stays as it is.
   */
  realPath(path: string): string;
  /** Reads the file. Rejects with `TOO_LARGE` if it has more than `longest` bytes. */
  read(path: string, longest: number): Promise<Uint8Array>;
  /** Resolves to undefined if nothing exists at this path; else to its permission bits, if the system has them. */
  stat(path: string): Promise<{ readonly mode: number | undefined } | undefined>;
  /**
   * Creates or replaces a file with these bytes and permissions in one step: it is written to a temporary file in the
   * same folder, which is then renamed. If the path is a link, its target is replaced. `isWanted` is called right
   * before renaming; if it resolves to false, nothing changes. A failure changes nothing and leaves no temporary file.
   * @returns whether the file was replaced.
   */
  replace(path: string, bytes: Uint8Array, mode: number, isWanted?: () => Promise<boolean>): Promise<boolean>;
  /** Removes the temporary files that killed processes have left in the folder of this file. Never rejects. */
  sweep(path: string): Promise<void>;
  /** Creates a folder and its parents with these permissions; does not change an existing one. */
  makeFolder(path: string, mode: number): Promise<void>;
  /** Removes a file, if it exists. */
  remove(path: string): Promise<void>;
}

/**
 * Why a file operation failed: the system's code (`ENOENT`), `NOT_A_FILE` or `TOO_LARGE`; `ENOSYS` if the runtime has
 * no files; `NOT_CAPABLE` if Deno does not allow it.
 */
export interface FileError {
  readonly code: string;
}

/** A value that asynchronous code inherits, as with `AsyncLocalStorage`. */
export interface AsyncContext<Value> {
  get(): Value | undefined;
  /** Sets the value for the rest of the current function and all asynchronous code that it starts. */
  enter(value: Value): void;
  /** Runs a function with the value, which all asynchronous code that it starts inherits, but not its caller. */
  run<Result>(value: Value, run: () => Result): Result;
}
