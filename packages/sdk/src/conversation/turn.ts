import { answerTooDeep } from "../errors/content-errors.ts";
import { invalidOption } from "../errors/option-errors.ts";
import type { Content, Part } from "../wire/content.ts";

/** A model on a backend. Thought signatures are valid only for the model that made them. */
export interface ModelRef {
  readonly backend: string;
  readonly model: string;
}

const TAKES = "values that JSON can carry: no cycles, no BigInt, no more than 1000 levels";

/** Contents that callers can see in a snapshot, and the turns behind them. */
const shownTurns = new WeakMap<Content, Turn>();

/** Far below what overflows the stack, so that what was taken once can be sent from anywhere. */
const MOST_LEVELS = 1_000;

/**
 * One content of a conversation, frozen. What is sent for it is serialised once, since a long conversation is sent again
 * with every prompt; joined-turns.ts keeps it.
 */
export class Turn {
  /** As the user sees it, thoughts included. */
  readonly content: Content;
  /** Who said it; undefined for the user's words and for a history that the user gave. */
  readonly origin: ModelRef | undefined;
  /** The whole content, until somebody else keeps what is sent of it. */
  #json: string | undefined;

  /**
   * Copies the content. One that cannot be written as JSON fails with `response_invalid` where Google said it, else with
   * `invalid_options`; `name` is what the caller knows it by.
   */
  constructor(content: Content, origin?: ModelRef, name = "prompt") {
    const json = toJson(content);
    const copy = json === undefined ? undefined : (frozenText(content) ?? frozenCopy(json));
    if (!copy) throw origin ? answerTooDeep() : invalidOption(name, content, TAKES);
    this.content = copy;
    this.origin = origin;
    this.#json = json;
  }

  /** The turn behind a content that is an object of a snapshot: it knows which model its signatures are valid for. */
  static shownAs(content: Content): Turn | undefined {
    return shownTurns.get(content);
  }

  /** The content, for a snapshot that callers get. */
  show(): Content {
    shownTurns.set(this.content, this);
    return this.content;
  }

  /** The JSON to send to this model; undefined for a turn that only thought, which says nothing to anyone. */
  jsonFor(target: ModelRef): string | undefined {
    const foreign =
      this.origin !== undefined && (this.origin.backend !== target.backend || this.origin.model !== target.model);
    const json = foreign ? undefined : this.#json;
    return json !== undefined && isSentWhole(this.content) ? json : toSend(this.content, !foreign);
  }

  /** The JSON is kept by somebody else from now on. */
  forgetJson(): void {
    this.#json = undefined;
  }
}

function isSentWhole({ parts = [] }: Content): boolean {
  return parts.length > 0 && parts.every(isSent);
}

/** Thoughts are summaries for people and are not sent; a signature elsewhere than at home is refused as corrupted. */
function toSend(content: Content, keepSignatures: boolean): string | undefined {
  const parts = (content.parts ?? []).map((part) => (keepSignatures ? part : withoutSignature(part))).filter(isSent);
  return parts.length === 0 ? undefined : JSON.stringify({ ...content, parts });
}

function isSent(part: Part): boolean {
  return part.thought !== true && Object.keys(part).length > 0;
}

function withoutSignature(part: Part): Part {
  const { thoughtSignature, ...rest } = part;
  return thoughtSignature !== undefined && rest.text === "" ? {} : rest;
}

/** Undefined for a cycle, a BigInt, and a getter that throws. */
function toJson(content: Content): string | undefined {
  try {
    return JSON.stringify(content);
  } catch {
    return undefined;
  }
}

/** A copy of a turn that is one text, which most are; undefined for every other. */
function frozenText(content: Content): Content | undefined {
  const part = content.parts?.[0];
  if (content.parts?.length !== 1 || !hasOnly(content, 2) || !hasOnly(part, 1)) return undefined;
  if (typeof part?.text !== "string" || typeof content.role !== "string") return undefined;
  return Object.freeze({ ...content, parts: Object.freeze([Object.freeze({ ...part })]) as Part[] });
}

/** Whether it is a plain object with so many members. */
function hasOnly(value: unknown, members: number): boolean {
  return Object.getPrototypeOf(value) === Object.prototype && Object.keys(value as object).length === members;
}

/** Undefined for what is nested too deep. */
function frozenCopy(json: string): Content | undefined {
  try {
    return deepFreeze(JSON.parse(json) as Content, MOST_LEVELS);
  } catch {
    return undefined;
  }
}

function deepFreeze<Value>(value: Value, levels: number): Value {
  if (typeof value !== "object" || value === null) return value;
  if (levels === 0) throw new RangeError("nested too deep");
  for (const member of Object.values(value)) deepFreeze(member, levels - 1);
  return Object.freeze(value);
}
