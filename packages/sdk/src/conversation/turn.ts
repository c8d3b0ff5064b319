import { answerTooDeep } from "../errors/content-errors.ts";
import { invalidOption } from "../errors/option-errors.ts";
import { isSameModel, needsSignedImages } from "../models/model-name.ts";
import type { BackendName } from "../wire/backend-name.ts";
import type { Content, FunctionCall, FunctionResponse } from "../wire/content.ts";
import { contentToJson, copyIntegers } from "../wire/large-integers.ts";
import { wellFormed } from "../wire/well-formed.ts";
import { isSent, isSentWhole, type SentEdits, toSend } from "./sent-parts.ts";

/** A model on a backend. A thought signature is valid only for the model that created it. */
export interface ModelRef {
  readonly backend: BackendName;
  readonly model: string;
}

/** How the turns before a turn change what is sent of it. */
export interface TurnPlace {
  /** The model turn whose function calls it answers. */
  readonly answers: Turn | undefined;
  /** Whether the model rejects the first function call without a signature. */
  readonly needsPlaceholder: boolean;
}

const NONE: readonly never[] = Object.freeze([]);

const NOWHERE: TurnPlace = { answers: undefined, needsPlaceholder: false };

const TAKES = "values that can be written as JSON: no cycles, no BigInt, at most 1000 levels";

/** Maps contents that callers received in a snapshot to their turns. */
const shownTurns = new WeakMap<object, Turn>();

/** Far fewer than overflow the stack, so that an accepted content can be sent from any depth of the stack. */
const MOST_LEVELS = 1_000;

/**
 * One content of a conversation, frozen. It is serialised once, because every prompt sends the whole conversation;
 * joined-turns.ts keeps the result.
 */
export class Turn {
  /** Whether the turn is the model's; otherwise it is the user's, which can also contain results of functions. */
  readonly isModel: boolean;
  /** The model that created it; undefined for prompts and for a history passed by the user. */
  readonly origin: ModelRef | undefined;
  /** The functions that the model calls. */
  readonly calls: readonly FunctionCall[] = NONE;
  /** The results of functions. */
  readonly results: readonly FunctionResponse[] = NONE;
  /** The text of a turn that has nothing else. Its content is made when it is first read: that of most prompts never is. */
  readonly #text: string | undefined;
  #content: Content | undefined;
  /** The JSON of the whole content, until `forgetJson()`. */
  #json: string | undefined;
  #refusedBy: readonly ModelRef[] = NONE;

  /**
   * Copies the content. Throws if it cannot be serialised: `response_invalid` if it has an origin, else
   * `invalid_options` with a message about `name`.
   */
  constructor(content: Content, origin?: ModelRef, name = "prompt") {
    this.origin = origin;
    this.isModel = content.role === "model";
    this.#text = onlyTextOf(content);
    if (this.#text !== undefined) return;
    const json = toJson(content);
    const copy = json === undefined ? undefined : frozenCopy(json);
    if (!copy) throw origin ? answerTooDeep() : invalidOption(name, content, TAKES);
    this.#content = copy;
    this.#json = copyIntegers(content, copy) ? contentToJson(copy) : json;
    const parts = copy.parts ?? [];
    if (this.isModel) this.calls = parts.flatMap(({ functionCall }) => functionCall ?? []);
    else this.results = parts.flatMap(({ functionResponse }) => functionResponse ?? []);
  }

  /** The turn of a content from a snapshot. Its origin says for which model its signatures are valid. */
  static shownAs(content: object): Turn | undefined {
    return shownTurns.get(content);
  }

  /** The content with its thoughts, as the user sees it. */
  get content(): Content {
    this.#content ??= textContent(this.isModel, this.#text ?? "");
    return this.#content;
  }

  /** The content, for a snapshot that is returned to callers. */
  show(): Content {
    shownTurns.set(this.content, this);
    return this.content;
  }

  /** Whether the model should continue this turn if it is the last one. Results of functions end a turn. */
  get isContinued(): boolean {
    return this.isModel && this.content.parts?.at(-1)?.functionResponse === undefined;
  }

  /** Whether it is a prompt of the user, and not only results of functions with their media. */
  get isPrompt(): boolean {
    if (this.isModel) return false;
    if (this.results.length === 0) return true;
    return !this.content.parts?.every((part) => part.functionResponse || part.inlineData || part.fileData);
  }

  /** Whether signatures of the turn are sent to this model. */
  sendsSignatures(target: ModelRef): boolean {
    if (this.#text !== undefined) return false;
    const hasAny = this.content.parts?.some((part) => part.thoughtSignature !== undefined && isSent(part)) === true;
    return hasAny && this.#keepsSignatures(target);
  }

  /** Stops sending the signatures to a model that refused them. Other chats may share the turn. */
  refuseSignatures(target: ModelRef): void {
    if (this.sendsSignatures(target)) this.#refusedBy = [...this.#refusedBy, target];
  }

  /** Whether its first function call has no signature that this model may get. */
  lacksSignature(target: ModelRef): boolean {
    const call = this.isModel ? this.content.parts?.find(({ functionCall }) => functionCall) : undefined;
    return call !== undefined && !(call.thoughtSignature && this.#keepsSignatures(target));
  }

  /**
   * The JSON to send to this model; undefined if the turn has only thoughts, which are not sent. `place`: what the turns
   * before it say about that.
   */
  jsonFor(target: ModelRef, place: TurnPlace = NOWHERE): string | undefined {
    const json = this.#jsonOf(target, place);
    return json === undefined ? json : wellFormed(json);
  }

  #jsonOf(target: ModelRef, place: TurnPlace): string | undefined {
    const signsImages = this.isModel && needsSignedImages(target.model);
    if (this.#text !== undefined && !signsImages) return textToJson(this.isModel, this.#text);
    const edits: SentEdits = {
      signsImages,
      keepsSignatures: this.#keepsSignatures(target),
      keepsUnknown: this.origin === undefined || this.origin.backend === target.backend,
      placeholder: place.needsPlaceholder && this.lacksSignature(target),
      keepsId: (id) => acceptsId(id, target, this.isModel ? this : place.answers),
    };
    const json = this.#json;
    const isWhole = edits.keepsSignatures && edits.keepsUnknown && !edits.placeholder;
    if (json !== undefined && isWhole && isSentWhole(this.content, edits)) return json;
    return toSend(this.content, edits);
  }

  #keepsSignatures(target: ModelRef): boolean {
    if (this.#refusedBy.some((one) => isSameRef(one, target))) return false;
    return this.origin === undefined || isSameRef(this.origin, target);
  }

  /** Frees the JSON, once the caller has stored it. */
  forgetJson(): void {
    this.#json = undefined;
  }
}

/** Whether two names of models on backends mean the same. */
export function isSameRef(one: ModelRef, other: ModelRef): boolean {
  return one.backend === other.backend && isSameModel(one.model, other.model);
}

/**
 * Whether an id of a function call may be sent to a backend. `issuer`: the turn with the call. Google refuses a turn in which two
 * calls have the same id; without ids, the results belong to the calls in their order.
 */
function acceptsId(id: string, { backend }: ModelRef, issuer: Turn | undefined): boolean {
  const calls = issuer?.calls.filter((call) => call.id === id).length ?? 0;
  if (calls > 1) return false;
  return issuer?.origin ? issuer.origin.backend === backend && calls === 1 : !WITHOUT_IDS.includes(backend);
}

/**
 * Backends that know no ids but their own: "Unknown name \"id\" at 'contents[1].parts[0].function_call'".
 * @see https://github.com/vercel/ai/issues/15664
 */
const WITHOUT_IDS: readonly BackendName[] = ["vertex"];

/** Undefined if it has a cycle, a BigInt or a getter that throws. */
function toJson(content: Content): string | undefined {
  try {
    return JSON.stringify(content);
  } catch {
    return undefined;
  }
}

/** The text of the usual content, which has a single text and nothing else; undefined for any other content. */
function onlyTextOf(content: Content): string | undefined {
  const part = content.parts?.[0];
  if (content.parts?.length !== 1 || !hasOnly(content, 2) || !hasOnly(part, 1)) return undefined;
  const [role, text] = [content.role, part?.text];
  return typeof text === "string" && isKnownRole(role) ? text : undefined;
}

function textContent(isModel: boolean, text: string): Content {
  const role = isModel ? "model" : "user";
  return Object.freeze({ role, parts: Object.freeze([Object.freeze({ text })]) });
}

function isKnownRole(role: unknown): boolean {
  return role === "user" || role === "model";
}

/** As `JSON.stringify` writes the content, in a fraction of the time. */
function textToJson(isModel: boolean, text: string): string {
  return `{"role":"${isModel ? "model" : "user"}","parts":[{"text":${JSON.stringify(text)}}]}`;
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
