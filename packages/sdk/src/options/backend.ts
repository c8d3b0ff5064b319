import type { BackendName } from "../wire/backend-name.ts";

/**
 * A way to Gemini, made by {@link codeAssist}, {@link geminiApi} or {@link vertex} and given to a client as `backend`.
 * One object may serve many clients.
 */
export interface Backend {
  /** Which one it is. */
  readonly name: BackendName;
}

const made = new WeakSet<object>();

/** Makes the public object. What it does stands in its driver, which backends/backend.ts keeps. */
export function createBackend(name: BackendName): Backend {
  const backend: Backend = Object.freeze({ name });
  made.add(backend);
  return backend;
}

/** Whether {@link createBackend} made this: an object that merely looks like a backend has no driver. */
export function isBackend(value: unknown): value is Backend {
  return typeof value === "object" && value !== null && made.has(value);
}
