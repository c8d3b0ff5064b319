import type { RequestIds } from "../backends/backend.ts";
import type { Transport } from "../http/send.ts";
import type { Backend } from "../options/backend.ts";
import type { WarningEvent } from "../platform/events.ts";
import type { Platform } from "../platform/platform.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { BackendName } from "../wire/backend-name.ts";
import type { CallSettings } from "./call-settings.ts";
import type { Gate } from "./gate.ts";
import type { ModelsToCall } from "./models-to-call.ts";

/** Everything that one call needs. An exchange passes it to each of its model calls. */
export interface CallContext {
  readonly scope: CallScope;
  readonly platform: Platform;
  readonly transport: Transport;
  readonly gates: readonly Gate[];
  /** The options of client, chat and call, merged. */
  readonly settings: CallSettings;
  readonly ids: RequestIds;
  /** Resolves when events can be logged; undefined if nothing is logged. */
  readonly logReady: Promise<void> | undefined;
  /** The client's option `project`. */
  readonly project: string | undefined;
  /** Maximum size of one response in bytes, after decompression. */
  readonly maxResponseBytes: number;
  chooseBackend(): Backend | Promise<Backend>;
  /** The model to call on a backend, and its fallback models, in order. */
  modelsOn(backend: BackendName): ModelsToCall;
  /** Sends a warning, unless this call has sent the same one before: an exchange can make several model calls. */
  warn(warning: WarningEvent): void;
  /** Sends a warning, unless this client has sent the same one before. */
  warnOnce(warning: WarningEvent): void;
  /** Replaces the settings, before the deadlines start: the options that the call inherits have changed while it waited for its turn. */
  useSettings(settings: CallSettings): void;
  /** Removes the call from the client's running calls. May be called more than once. */
  release(): void;
}
