import type { Conversation } from "../conversation/conversation.ts";
import { clientClosed } from "../errors/call-errors.ts";
import type { CallOptions } from "../options/call-options.ts";
import type { GeminiOptions } from "../options/client-options.ts";
import type { WarningEvent } from "../platform/events.ts";
import { type Observer, observerOf } from "../platform/logger.ts";
import type { Platform } from "../platform/platform.ts";
import { CallScope } from "../scope/call-scope.ts";
import type { CallContext } from "./call-context.ts";
import type { CallDefaults } from "./call-defaults.ts";
import { CallIds } from "./call-ids.ts";
import { type CallingClient, ClientCall, namedModel } from "./client-call.ts";
import type { Connections } from "./connections.ts";
import type { Gate } from "./gate.ts";

/** The state that a client and all its chats share: options, connections, gates, and running calls. */
export class ClientContext implements CallingClient {
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
    const model = namedModel(settings, platform);
    this.#observer ??= observerOf(options, platform);
    const scope = new CallScope({
      clock: platform.clock,
      timeouts: settings.timeouts,
      signals: defaults.signalsFor(call),
      onEvent: this.#observer.onEvent,
    });
    this.#running.add(scope);
    return new ClientCall({
      client: this,
      scope,
      settings,
      ids: new CallIds(platform, conversation),
      logReady: this.#observer.ready,
      model,
    });
  }

  warnOnce(warning: WarningEvent, { onEvent }: CallScope): void {
    if (this.#warned.has(warning.message)) return;
    this.#warned.add(warning.message);
    onEvent(warning);
  }

  release(scope: CallScope): void {
    this.#running.delete(scope);
  }

  /** Ends running calls with `client_closed` and frees the connections. May be called again. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const scope of this.#running) scope.stop(clientClosed(scope.phase));
    this.connections.release();
  }
}
