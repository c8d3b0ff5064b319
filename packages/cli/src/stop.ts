import type { ExitCode } from "./failure/exit-codes.ts";

/** Why the command ends before its answer does. */
export interface StopReason {
  readonly exitCode: ExitCode;
  /** What to report; absent where the user knows already. */
  readonly failure?: Error;
}

/** What receives signals: a process. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
}

/** The one switch that ends a run early. The first reason counts. */
export class Stop {
  readonly #controller = new AbortController();
  #reason: StopReason | undefined;

  /** Fires when it is time to stop. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why, once it is. */
  get reason(): StopReason | undefined {
    return this.#reason;
  }

  request(reason: StopReason): void {
    this.#reason ??= reason;
    this.#controller.abort();
  }

  /**
   * Stops at the first SIGINT or SIGTERM, with the exit code that shells expect; a second one ends the process as if
   * nobody listened. Returns how to stop listening.
   */
  listen(source: SignalSource): () => void {
    const onSignal = (signal: NodeJS.Signals) => {
      ignore();
      this.request({ exitCode: signal === "SIGTERM" ? 143 : 130 });
    };
    const ignore = () => {
      source.off("SIGINT", onSignal);
      source.off("SIGTERM", onSignal);
    };
    source.on("SIGINT", onSignal);
    source.on("SIGTERM", onSignal);
    return ignore;
  }
}
