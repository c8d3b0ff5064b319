import { answerTooDeep } from "../errors/content-errors.ts";
import { invalidOption } from "../errors/option-errors.ts";
import type { Content, Part } from "../wire/content.ts";

/** A model on a backend. A thought signature is valid only for the model that created it. */
export interface ModelRef {
  readonly backend: string;
  readonly model: string;
}

const TAKES = "values that can be written as JSON: no cycles, no BigInt, at most 1000 levels";

/** Maps contents that callers received in a snapshot to their turns. */
const shownTurns = new WeakMap<Content, Turn>();

/** Far fewer than overflow the stack, so that an accepted content can be sent from any depth of the stack. */
const MOST_LEVELS = 1_000;

/**
 * One content of a conversation, frozen. It is serialised once, because every prompt sends the whole conversation;
 * joined-turns.ts keeps the result.
 */
export class Turn {
  /** The content with its thoughts, as the user sees it. */
  readonly content: Content;
  /** The model that created it; undefined for prompts and for a history passed by the user. */
  readonly origin: ModelRef | undefined;
  /** The JSON of the whole content, until `forgetJson()`. */
  #json: string | undefined;

  /**
   * Copies the content. Throws if it cannot be serialised: `response_invalid` if it has an origin, else
   * `invalid_options` with a message about `name`.
   */
  constructor(content: Content, origin?: ModelRef, name = "prompt") {
    const json = toJson(content);
    const copy = json === undefined ? undefined : (frozenText(content) ?? frozenCopy(json));
    if (!copy) throw origin ? answerTooDeep() : invalidOption(name, content, TAKES);
    this.content = copy;
    this.origin = origin;
    this.#json = json;
  }

  /** The turn of a content from a snapshot. Its origin says for which model its signatures are valid. */
  static shownAs(content: Content): Turn | undefined {
    return shownTurns.get(content);
  }

  /** The content, for a snapshot that is returned to callers. */
  show(): Content {
    shownTurns.set(this.content, this);
    return this.content;
  }

  /** The JSON to send to this model; undefined if the turn has only thoughts, which are not sent. */
  jsonFor(target: ModelRef): string | undefined {
    const foreign =
      this.origin !== undefined && (this.origin.backend !== target.backend || this.origin.model !== target.model);
    const json = foreign ? undefined : this.#json;
    return json !== undefined && isSentWhole(this.content) ? json : toSend(this.content, !foreign);
  }

  /** Frees the JSON, once the caller has stored it. */
  forgetJson(): void {
    this.#json = undefined;
  }
}

function isSentWhole({ parts = [] }: Content): boolean {
  return parts.length > 0 && parts.every(isSent);
}

/**
 * Leaves out thoughts, which are summaries for people, and other models' signatures, which Google rejects as corrupted.
 */
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

/** Undefined if it has a cycle, a BigInt or a getter that throws. */
function toJson(content: Content): string | undefined {
  try {
    return JSON.stringify(content);
  } catch {
    return undefined;
  }
}

/** Quickly copies the usual content, a single text part; undefined for any other content. */
function frozenText(content: Content): Content | undefined {
  const part = content.parts?.[0];
  if (content.parts?.length !== 1 || !hasOnly(content, 2) || !hasOnly(part, 1)) return undefined;
  if (typeof part?.text !== "string" || typeof content.role !== "string") return undefined;
  return Object.freeze({ ...content, parts: Object.freeze([Object.freeze({ ...part })]) as Part[] });
}

/** Whether it is a plain object with this number of members. */
function hasOnly(value: unknown, members: number): boolean {
  return Object.getPrototypeOf(value) === Object.prototype && Object.keys(value as object).length === members;
}

/** Undefined if it is nested too deep. */
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
