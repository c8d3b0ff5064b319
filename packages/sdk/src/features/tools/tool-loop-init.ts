import type { CallContext } from "../../call/call-context.ts";
import type { Guard } from "../../call/exchange-init.ts";
import type { Turn } from "../../conversation/turn.ts";
import type { ChunkBuffer } from "../../response/chunk-buffer.ts";

/** What an exchange passes to the loop. */
export interface ToolLoopInit {
  readonly context: CallContext;
  /** The turns before the exchange. */
  readonly history: readonly Turn[];
  readonly chunks: ChunkBuffer | undefined;
  /** Runs a function so that a send of its own on the chat fails at once. */
  readonly guard: Guard;
  /** Results that the caller passes to an exchange that it resumes. */
  readonly results: Readonly<Record<string, unknown>> | undefined;
}
