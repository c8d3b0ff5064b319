import type { Caller } from "../errors/caller.ts";
import type { SendOptions } from "../options/output-options.ts";
import { type PreparedPrompt, prepareContents } from "../request/prepared-prompt.ts";
import type { Contents } from "../request/prompt.ts";
import type { CallContext } from "./call-context.ts";
import { type CallDefaults, copyCallOptions, NO_OPTIONS } from "./call-defaults.ts";
import type { ClientContext } from "./client-context.ts";
import type { ExchangeInit } from "./exchange-init.ts";

/** The parts of an exchange outside of any chat. A class: each waiting call keeps one (decision 40). */
export class StatelessInit implements ExchangeInit {
  readonly prompt: PreparedPrompt;
  readonly options: SendOptions;
  readonly caller: Caller | undefined;
  readonly #context: ClientContext;
  readonly #defaults: CallDefaults;

  /** Checks and copies the arguments, which the caller may change afterwards. Throws `invalid_options`. */
  constructor(
    context: ClientContext,
    defaults: CallDefaults,
    contents: Contents,
    options: SendOptions = NO_OPTIONS,
    caller: Caller | undefined,
  ) {
    this.options = copyCallOptions(options);
    this.prompt = prepareContents(contents, defaults.hasTools(this.options));
    this.caller = caller;
    this.#context = context;
    this.#defaults = defaults;
  }

  open(): CallContext {
    return this.#context.open(this.#defaults, this.options);
  }
}
