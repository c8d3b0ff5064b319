import { driverOf, type PreparedBackend } from "../backends/backend.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import type { Backend } from "../options/backend.ts";
import { isPromise } from "../platform/is-promise.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { CallContext } from "./call-context.ts";

/** An attempt that Google refused. */
export interface RefusedAttempt {
  readonly prepared: PreparedBackend;
  readonly model: string;
  readonly isLastModel: boolean;
  /** Whether it was started once more already. */
  readonly isSecond: boolean;
}

/**
 * What follows an error before the response begins. Resolves if the attempt has to start once more; rejects with the error
 * otherwise.
 *
 * | Google refuses with | action |
 * |---|---|
 * | 401, and another account has signed in meanwhile | start once more: the old account's project must not be sent with the new account's token |
 * | 403 | drop what is cached about the account, and reject |
 * | 404 for the last model | reject with the list of available models |
 */
export async function afterRefusal(error: unknown, refused: RefusedAttempt, scope: CallScope): Promise<void> {
  const { prepared, model, isLastModel, isSecond } = refused;
  if (!(error instanceof GeminiError)) throw error;
  if (error.status === 403) prepared.onRefused?.(error);
  if (!isSecond && error.status === 401 && prepared.accountChanged?.()) return;
  if (error.code !== "model_unavailable" || !isLastModel) throw error;
  const loaded = await scope.waitFor(ifLoaded(import("../backends/available-models.ts")));
  throw loaded ? await loaded.withModels(error, prepared, model, scope) : error;
}

/** Undefined if code that only improves an error cannot be loaded, for lack of file descriptors for example. */
function ifLoaded<Module>(loading: Promise<Module>): Promise<Module | undefined> {
  return loading.catch(() => undefined);
}

/** Signs in. Returns no promise if nothing has to be waited for, as with an API key. */
export function prepareBackend(backend: Backend, context: CallContext): PreparedBackend | Promise<PreparedBackend> {
  const { scope } = context;
  const failed = async (error: unknown): Promise<never> => {
    // An abort must not wait for the disk.
    const loaded = await scope.waitFor(ifLoaded(import("../backends/find-sign-in.ts")));
    throw loaded ? await scope.waitFor(loaded.withSignInHints(error, context.platform)) : error;
  };
  try {
    const prepared = driverOf(backend).prepare(context, scope);
    return isPromise(prepared) ? prepared.catch(failed) : prepared;
  } catch (error) {
    return failed(error);
  }
}
