import { chooseBackend } from "../backends/choose-backend.ts";
import type { Conversation } from "../conversation/conversation.ts";
import { clientClosed } from "../errors/call-errors.ts";
import { resolveAlias } from "../models/aliases.ts";
import { DEFAULT_MODELS } from "../models/default-models.ts";
import { isSameModel } from "../models/model-name.ts";
import type { Backend } from "../options/backend.ts";
import type { CallOptions } from "../options/call-options.ts";
import { modelRule } from "../options/call-rules.ts";
import type { GeminiOptions } from "../options/client-options.ts";
import { type Observer, observerOf } from "../platform/logger.ts";
import type { Platform } from "../platform/platform.ts";
import { CallScope } from "../scope/call-scope.ts";
import { checkValue } from "../validation/option-rule.ts";
import type { BackendName } from "../wire/backend-name.ts";
import type { CallContext } from "./call-context.ts";
import type { CallDefaults } from "./call-defaults.ts";
import { CallIds } from "./call-ids.ts";
import type { Connections } from "./connections.ts";
import type { Gate } from "./gate.ts";

const DEFAULT_MAX_RESPONSE_BYTES = 256 * 1024 * 1024;

/** The state that a client and all its chats share: options, connections, gates, and running calls. */
export class ClientContext {
  readonly options: GeminiOptions;
  readonly platform: Platform;
  readonly connections: Connections;
  readonly gates: readonly Gate[];
  readonly #running = new Set<CallScope>();
  /** The messages of the warnings that come only once. */
  readonly #warned = new Set<string>();
  #closed = false;
  /** Found at the first call, since it depends on the environment. */
  #observer: Observer | undefined;

  /** `options`: a validated copy. */
  constructor(options: GeminiOptions, platform: Platform, connections: Connections, gates: readonly Gate[] = []) {
    this.options = options;
    this.platform = platform;
    this.connections = connections;
    this.gates = gates;
  }

  /** Throws `client_closed` after {@link close}. */
  throwIfClosed(): void {
    if (this.#closed) throw clientClosed();
  }

  /** Opens a call, of a conversation or of none. Throws `client_closed`, and `invalid_options` if `GEMINI_MODEL` is invalid. */
  open(defaults: CallDefaults, call: CallOptions, conversation?: Conversation): CallContext {
    this.throwIfClosed();
    const { options, platform } = this;
    const settings = defaults.settingsFor(call);
    const { model, fallbackModels } = settings.generation;
    const named = model ?? modelFromEnvironment(platform);
    this.#observer ??= observerOf(options, platform);
    const scope = new CallScope({
      clock: platform.clock,
      timeouts: settings.timeouts,
      signals: defaults.signalsFor(call),
      onEvent: this.#observer.onEvent,
    });
    this.#running.add(scope);
    return {
      scope,
      platform,
      transport: this.connections.transport,
      gates: this.gates,
      settings,
      ids: new CallIds(platform, conversation),
      logReady: this.#observer.ready,
      project: options.project ?? undefined,
      maxResponseBytes: options.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES,
      chooseBackend: () => givenBackend(options) ?? chooseBackend(options, platform, scope.onEvent),
      modelsOn: (backend) => modelsFor(backend, named, fallbackModels ?? []),
      warnOnce: (warning) => {
        if (this.#warned.has(warning.message)) return;
        this.#warned.add(warning.message);
        scope.onEvent(warning);
      },
      release: () => this.#running.delete(scope),
    };
  }

  /** Ends running calls with `client_closed` and frees the connections. May be called again. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const scope of this.#running) scope.stop(clientClosed(scope.phase));
    this.connections.release();
  }
}

/** The backend object that the caller passed, if any. It needs no asynchronous look-up. */
function givenBackend({ backend }: GeminiOptions): Backend | undefined {
  return typeof backend === "object" && backend !== null ? backend : undefined;
}

function modelFromEnvironment(platform: Platform): string | undefined {
  const model = platform.environment("GEMINI_MODEL");
  if (model !== undefined) checkValue("GEMINI_MODEL", model, modelRule);
  return model;
}

/** Aliases stand for other models on other backends. */
function modelsFor(
  backend: BackendName,
  named: string | undefined,
  fallbacks: readonly string[],
): [string, ...string[]] {
  const first = named === undefined ? DEFAULT_MODELS[backend] : resolveAlias(named, backend);
  const all = [first, ...fallbacks.map((name) => resolveAlias(name, backend))];
  const others = all.filter((one, index) => all.findIndex((earlier) => isSameModel(earlier, one)) === index);
  return [first, ...others.slice(1)];
}
