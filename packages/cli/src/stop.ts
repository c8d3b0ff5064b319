import type { ExitCode } from "./failure/exit-codes.ts";

/** Why the command ends early. */
export interface StopReason {
  readonly exitCode: ExitCode;
  /** The failure to report; absent if the user already knows the reason. */
  readonly failure?: Error;
}

/** A process that receives signals. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
}

/** Ends a run early. The first reason counts. */
export class Stop {
  readonly #controller = new AbortController();
  #reason: StopReason | undefined;
  #signalCode: ExitCode | undefined;

  /** Fires when the run must stop. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The reason, once the run is stopped. */
  get reason(): StopReason | undefined {
    return this.#reason;
  }

  /** The exit code for the signal that stopped the run; undefined if no signal did. */
  get signalCode(): ExitCode | undefined {
    return this.#signalCode;
  }

  request(reason: StopReason): void {
    this.#reason ??= reason;
    this.#controller.abort();
  }

  /**
   * Stops at the first SIGINT or SIGTERM, with the exit code that shells expect; a second signal ends the process as if
   * there were no listener. Call the returned function to stop listening.
   */
  listen(source: SignalSource): () => void {
    const onSignal = (signal: NodeJS.Signals) => {
      ignore();
      this.#signalCode = signal === "SIGTERM" ? 143 : 130;
      this.request({ exitCode: this.#signalCode });
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
