import { answerTooDeep } from "../errors/content-errors.ts";
import { invalidOption } from "../errors/option-errors.ts";
import type { Content, Part } from "../wire/content.ts";

/** Which model on which backend said something: signatures are valid there only. */
export interface Origin {
  readonly backend: string;
  readonly model: string;
}

const encoder = new TextEncoder();

const TAKES = "values that JSON can carry: no cycles, no BigInt, no more than 1000 levels";

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
  readonly origin: Origin | undefined;
  /** The whole content, until it is known what of it is sent. */
  #json: string | undefined;
  /** What is sent to its own model, until somebody else keeps that. */
  #bytes: Uint8Array | undefined;

  /**
   * Copies the content. One that cannot be written as JSON fails with `response_invalid` where Google said it, else with
   * `invalid_options`; `name` is what the caller knows it by.
   */
  constructor(content: Content, origin?: Origin, name = "prompt") {
    const json = toJson(content);
    const copy = json === undefined ? undefined : frozenCopy(json);
    if (!copy) throw origin ? answerTooDeep() : invalidOption(name, content, TAKES);
    this.content = copy;
    this.origin = origin;
    this.#json = json;
  }

  /** The JSON to send to this model; undefined for a turn that only thought, which says nothing to anyone. */
  bytesFor(target: Origin): Uint8Array | undefined {
    const foreign =
      this.origin !== undefined && (this.origin.backend !== target.backend || this.origin.model !== target.model);
    if (foreign) return serialise(this.content, false);
    if (this.#json !== undefined) {
      const { parts = [] } = this.content;
      const whole = parts.length > 0 && parts.every(isSent);
      this.#bytes = whole ? encoder.encode(this.#json) : serialise(this.content, true);
      this.#json = undefined;
    }
    return this.#bytes ?? serialise(this.content, true);
  }

  /** The same for who keeps it, so that the turn need not. */
  takeBytesFor(target: Origin): Uint8Array | undefined {
    const bytes = this.bytesFor(target);
    this.#json = undefined;
    this.#bytes = undefined;
    return bytes;
  }
}

/** Thoughts are summaries for people and are not sent; a signature elsewhere than at home is refused as corrupted. */
function serialise(content: Content, keepSignatures: boolean): Uint8Array | undefined {
  const parts = (content.parts ?? []).map((part) => (keepSignatures ? part : withoutSignature(part))).filter(isSent);
  return parts.length === 0 ? undefined : encoder.encode(JSON.stringify({ ...content, parts }));
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
