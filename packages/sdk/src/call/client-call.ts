import type { RequestIds } from "../backends/backend.ts";
import { chooseBackend } from "../backends/choose-backend.ts";
import type { Transport } from "../http/send.ts";
import type { Backend } from "../options/backend.ts";
import { modelRule } from "../options/call-rules.ts";
import type { GeminiOptions } from "../options/client-options.ts";
import type { WarningEvent } from "../platform/events.ts";
import type { Platform } from "../platform/platform.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { checkValue } from "../validation/option-rule.ts";
import type { BackendName } from "../wire/backend-name.ts";
import type { CallContext } from "./call-context.ts";
import type { CallSettings } from "./call-settings.ts";
import type { Connections } from "./connections.ts";
import type { Gate } from "./gate.ts";
import type { ModelsToCall } from "./models-to-call.ts";

const DEFAULT_MAX_RESPONSE_BYTES = 256 * 1024 * 1024;

/** What a call needs of its client. */
export interface CallingClient {
  readonly options: GeminiOptions;
  readonly platform: Platform;
  readonly connections: Connections;
  readonly gates: readonly Gate[];
  /** Sends a warning to the observer of a call, unless this client has sent the same one before. */
  warnOnce(warning: WarningEvent, scope: CallScope): void;
  /** Forgets a call that has ended. May be called again. */
  release(scope: CallScope): void;
}

/** The parameters of a call. */
export interface ClientCallInit {
  readonly client: CallingClient;
  readonly scope: CallScope;
  readonly settings: CallSettings;
  readonly ids: RequestIds;
  readonly logReady: Promise<void> | undefined;
  /** The model that the options or the environment name. */
  readonly model: string | undefined;
}

/** One call of a client. */
export class ClientCall implements CallContext {
  readonly scope: CallScope;
  readonly ids: RequestIds;
  readonly logReady: Promise<void> | undefined;
  settings: CallSettings;
  readonly #client: CallingClient;
  #model: string | undefined;
  /** Set once it has sent a warning. */
  #warnings: Set<string> | undefined;

  constructor({ client, scope, settings, ids, logReady, model }: ClientCallInit) {
    this.scope = scope;
    this.settings = settings;
    this.ids = ids;
    this.logReady = logReady;
    this.#client = client;
    this.#model = model;
  }

  get platform(): Platform {
    return this.#client.platform;
  }

  get transport(): Transport {
    return this.#client.connections.transport;
  }

  get gates(): readonly Gate[] {
    return this.#client.gates;
  }

  get project(): string | undefined {
    return this.#client.options.project ?? undefined;
  }

  get maxResponseBytes(): number {
    return this.#client.options.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES;
  }

  chooseBackend(): Backend | Promise<Backend> {
    const { options, platform } = this.#client;
    return givenBackend(options) ?? chooseBackend(options, platform, this.scope.onEvent);
  }

  modelsOn(backend: BackendName): ModelsToCall {
    return this.settings.modelsOn(backend, this.#model);
  }

  warn(warning: WarningEvent): void {
    this.#warnings ??= new Set();
    if (this.#warnings.has(warning.message)) return;
    this.#warnings.add(warning.message);
    this.scope.onEvent(warning);
  }

  warnOnce(warning: WarningEvent): void {
    this.#client.warnOnce(warning, this.scope);
  }

  useSettings(settings: CallSettings): void {
    this.#model = namedModel(settings, this.platform);
    this.settings = settings;
    this.scope.timeouts = settings.timeouts;
  }

  release(): void {
    this.#client.release(this.scope);
  }
}

/** The model that the options or the environment name. Throws `invalid_options` if `GEMINI_MODEL` is invalid. */
export function namedModel({ generation }: CallSettings, { environment }: Platform): string | undefined {
  if (generation.model != null) return generation.model;
  const model = environment("GEMINI_MODEL");
  if (model !== undefined) checkValue("GEMINI_MODEL", model, modelRule);
  return model;
}

/** The backend object that the caller passed, if any. It needs no asynchronous look-up. */
function givenBackend({ backend }: GeminiOptions): Backend | undefined {
  return typeof backend === "object" && backend !== null ? backend : undefined;
}
