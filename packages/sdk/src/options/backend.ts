import type { BackendName } from "../wire/backend-name.ts";

/**
 * One of Google's services for Gemini. Created by {@link codeAssist}, {@link geminiApi} or {@link vertex}, and passed
 * to a client as `backend`. Several clients can share one object.
 */
export interface Backend {
  /** The name of the service. */
  readonly name: BackendName;
}

const made = new WeakSet<object>();

/** Creates the public object. Its driver, which does the work, is registered in backends/backend.ts. */
export function createBackend(name: BackendName): Backend {
  const backend: Backend = Object.freeze({ name });
  made.add(backend);
  return backend;
}

/** Whether {@link createBackend} created the value: an object that merely looks like a backend has no driver. */
export function isBackend(value: unknown): value is Backend {
  return typeof value === "object" && value !== null && made.has(value);
}
