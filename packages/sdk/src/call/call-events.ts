import type { ModelRef } from "../conversation/turn.ts";
import { isGeminiError } from "../errors/gemini-error.ts";
import type { CallFailure } from "../platform/events.ts";
import { isError } from "../platform/is-error.ts";
import type { Accumulator } from "../response/accumulator.ts";
import { warningsOn } from "../response/response-warnings.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { CallContext } from "./call-context.ts";

/** The `call-start` and `call-end` of one model call, and the warnings about its response. Made only if somebody observes events. */
export class CallEvents {
  readonly #operation: string;
  readonly #context: CallContext;
  readonly #scope: CallScope;
  readonly #attemptsBefore: number;
  #startedAt: number | undefined;
  #asked: ModelRef | undefined;

  constructor(operation: string, context: CallContext) {
    this.#operation = operation;
    this.#context = context;
    this.#scope = context.scope;
    this.#attemptsBefore = context.scope.attempts;
  }

  /** `first`: the model to ask first; undefined if no backend could be chosen. */
  start(first: ModelRef | undefined): number {
    const startedAt = this.#scope.clock.monotonic();
    this.#startedAt = startedAt;
    this.#asked = first;
    this.#scope.onEvent({ type: "call-start", operation: this.#operation, ...first, ...this.#scope.ids });
    return startedAt;
  }

  /** `last`: the model that was asked last, if one was. `received`: by the last attempt. */
  end(last: ModelRef | undefined, received: Accumulator | undefined, failed?: { readonly error: unknown }): void {
    const scope = this.#scope;
    const startedAt = this.#startedAt ?? this.start(undefined);
    const usageMetadata = received?.usageMetadata;
    const finishReason = received?.finishReason;
    scope.onEvent({
      type: "call-end",
      operation: this.#operation,
      ...(last ?? this.#asked),
      ...scope.ids,
      durationMs: Math.round(scope.clock.monotonic() - startedAt),
      attempts: scope.attempts - this.#attemptsBefore,
      ...(usageMetadata && { usageMetadata }),
      ...(finishReason !== undefined && { finishReason }),
      ...(failed && { error: failureOf(failed.error) }),
    });
    const warnings = received ? warningsOn(received, last?.model ?? "", failed !== undefined) : [];
    for (const warning of warnings) this.#context.warn(warning);
  }
}

/** An error, as events have it. The message of a foreign exception may quote a prompt: its name says enough. */
export function failureOf(error: unknown): CallFailure {
  if (!isGeminiError(error)) {
    return { code: "unexpected", message: isError(error) ? error.name : "The value that was thrown is not an Error." };
  }
  const { code, message, status } = error;
  return { code, message, ...(status !== undefined && { status }) };
}
