import type { BackendName } from "../wire/backend-name.ts";

/** From the least to the most. */
export const LEVELS = ["MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH"] as const;
export type Level = (typeof LEVELS)[number];

/** What a model takes in `thinkingConfig`. */
export interface ThinkingSupport {
  /** From the least to the most; empty if it takes none. */
  readonly levels: readonly Level[];
  /** The level that it uses if none is sent. */
  readonly standard?: Level;
  /** The smallest and the largest budget other than 0 and -1, in tokens; undefined if it takes none. */
  readonly budgets?: readonly [least: number, most: number];
  /** Whether it takes the budget 0, which disables thinking. */
  readonly canBeOff?: boolean;
}

/** Most tokens of one response, thinking included. */
export interface OutputLimits {
  readonly streamed: number;
  readonly unstreamed: number;
}

/** Options that only some models accept. Thinking and modalities have facts of their own. */
export type ModelOption =
  | "temperature"
  | "topP"
  | "topK"
  | "presencePenalty"
  | "frequencyPenalty"
  | "candidateCount"
  | "continuesModelTurn";

/** An option that a model refuses with 400. */
export interface Refusal {
  /** `candidateCount` means values above 1, `continuesModelTurn` a prompt that ends with a turn of the model. */
  readonly option: ModelOption;
  /** By default, on all backends. */
  readonly on?: readonly BackendName[];
}

export type Modality = "TEXT" | "IMAGE" | "VIDEO" | "AUDIO" | "PDF";

/** How long a backend serves a model, and what happens then. Dates are UTC. */
export interface Service {
  /** The first day without it. Undefined if none was announced. */
  readonly until?: string;
  /** The day before which Google promises not to retire it. */
  readonly notBefore?: string;
  /** The model that Google names instead. */
  readonly replacement?: string;
  /** Whether the replacement answers under the old name from then on; otherwise the name gets 404. */
  readonly reroutes?: true;
  /** Whether only paying customers may use it. */
  readonly paidOnly?: true;
}

/**
 * What this version knows about a model. What no source says is left out: it is unknown, not unsupported.
 * The sources stand next to the entries, and `checked` says when they were read.
 */
export interface ModelFacts {
  /** The bare name of the stable release. For a group, what the names of its members begin with. */
  readonly name: string;
  /** Its stable name on Code Assist, if it has another one there. */
  readonly codeAssistName?: string;
  /** Whether the entry stands for every model whose name begins with `name` and has no entry of its own. */
  readonly isGroup?: true;
  /** Such as 3.8. Undefined for models that are not numbered like Gemini. */
  readonly generation?: number;
  readonly family: string;
  /** Most tokens of input. */
  readonly context?: number;
  /** Whether the output counts towards `context` as well. */
  readonly outputSharesContext?: true;
  readonly output?: OutputLimits;
  /** Whether a response can be continued beyond the limits of `output`, with a continuation token. */
  readonly longDecode?: true;
  readonly thinking?: ThinkingSupport;
  /** Accepted, without an effect. */
  readonly ignores?: readonly ModelOption[];
  readonly refuses?: readonly Refusal[];
  /** Google says that these are not supported, but not what happens to them. */
  readonly unsupported?: readonly ModelOption[];
  readonly inputs?: readonly Modality[];
  readonly outputs?: readonly Modality[];
  readonly served: Readonly<Partial<Record<BackendName, Service>>>;
  /** The day on which the sources were read. */
  readonly checked: string;
}
