import { invalidOption } from "../errors/option-errors.ts";
import type { Content, Part } from "../wire/content.ts";

/** Which model on which backend said something: signatures are valid there only. */
export interface Origin {
  readonly backend: string;
  readonly model: string;
}

const encoder = new TextEncoder();

/**
 * One content of a conversation, frozen, with the JSON that is sent for it: serialised once, since a long conversation
 * is sent again with every prompt.
 */
export class Turn {
  /** As the user sees it, thoughts included. */
  readonly content: Content;
  /** Who said it; undefined for the user's words and for a history that the user gave. */
  readonly origin: Origin | undefined;
  #own: Uint8Array | null | undefined;
  #elsewhere: Uint8Array | null | undefined;

  /** Copies the content. Throws `invalid_options` for one that is no JSON; `name` is what the caller knows it by. */
  constructor(content: Content, origin?: Origin, name = "prompt") {
    this.content = deepFreeze(jsonCopy(content, name));
    this.origin = origin;
  }

  /** The JSON to send to this model; undefined for a turn that only thought, which says nothing to anyone. */
  bytesFor(target: Origin): Uint8Array | undefined {
    const foreign =
      this.origin !== undefined && (this.origin.backend !== target.backend || this.origin.model !== target.model);
    if (foreign) {
      this.#elsewhere = this.#elsewhere === undefined ? serialise(this.content, false) : this.#elsewhere;
      return this.#elsewhere ?? undefined;
    }
    this.#own = this.#own === undefined ? serialise(this.content, true) : this.#own;
    return this.#own ?? undefined;
  }
}

/** Thoughts are summaries for people and are not sent; a signature elsewhere than at home is refused as corrupted. */
function serialise(content: Content, keepSignatures: boolean): Uint8Array | null {
  const parts = (content.parts ?? [])
    .filter((part) => part.thought !== true)
    .map((part) => (keepSignatures ? part : withoutSignature(part)))
    .filter((part) => Object.keys(part).length > 0);
  return parts.length === 0 ? null : encoder.encode(JSON.stringify({ ...content, parts }));
}

function withoutSignature(part: Part): Part {
  const { thoughtSignature, ...rest } = part;
  return thoughtSignature !== undefined && rest.text === "" ? {} : rest;
}

function jsonCopy(content: Content, name: string): Content {
  let text: string | undefined;
  try {
    text = JSON.stringify(content);
  } catch {
    // Told below: a cycle, a BigInt, a getter that throws.
  }
  if (text === undefined) throw invalidOption(name, content, "values that JSON can carry: no cycles, no BigInt");
  return JSON.parse(text) as Content;
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
