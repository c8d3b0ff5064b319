import type { Caller } from "../errors/caller.ts";
import type { SendOptions } from "../options/output-options.ts";
import type { PreparedPrompt } from "../request/prepared-prompt.ts";
import type { CallContext } from "./call-context.ts";
import type { CallDefaults } from "./call-defaults.ts";
import type { ClientContext } from "./client-context.ts";
import type { ExchangeInit } from "./exchange-init.ts";

/** The parts of an exchange outside of any chat. A class: each waiting call keeps one (decision 40). */
export class StatelessInit implements ExchangeInit {
  readonly prompt: PreparedPrompt;
  readonly options: SendOptions;
  readonly caller: Caller | undefined;
  readonly #context: ClientContext;
  readonly #defaults: CallDefaults;

  constructor(
    context: ClientContext,
    defaults: CallDefaults,
    prompt: PreparedPrompt,
    options: SendOptions,
    caller: Caller | undefined,
  ) {
    this.prompt = prompt;
    this.options = options;
    this.caller = caller;
    this.#context = context;
    this.#defaults = defaults;
  }

  open(): CallContext {
    return this.#context.open(this.#defaults, this.options);
  }
}
