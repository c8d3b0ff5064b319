import type { CallOptions } from "../options/call-options.ts";
import type { ChatOptions } from "../options/chat-options.ts";
import { mergeSignals } from "../options/merge-options.ts";
import type { SendOptions } from "../options/output-options.ts";
import { checkToolChoice } from "../options/tool-options.ts";
import { validateCallOptions, validateChatOptions } from "../options/validate-options.ts";
import type { AbortSignalLike } from "../platform/web-types.ts";
import { CallSettings, overridesSettings } from "./call-settings.ts";

/** Shared by all calls without options, so that they skip validation and merging. */
export const NO_OPTIONS: CallOptions = Object.freeze({});

/** Checks and copies the options of a call. Throws `invalid_options`. */
export function copyCallOptions(options: SendOptions): SendOptions {
  return options === NO_OPTIONS ? options : validateCallOptions(options);
}

/** Checks and copies the options of a chat. Throws `invalid_options`. */
export function copyChatOptions(options: ChatOptions): ChatOptions {
  return options === NO_OPTIONS ? options : validateChatOptions(options);
}

/** The options that calls inherit from their client and chat. */
export class CallDefaults {
  /** Lowest precedence first. */
  readonly #layers: readonly CallOptions[];
  /** Reused by every call that overrides nothing. */
  #plainSettings: CallSettings | undefined;
  #signals: readonly AbortSignalLike[] | undefined;

  /** Lowest precedence first: client, then chat. */
  constructor(layers: readonly CallOptions[]) {
    this.#layers = layers;
  }

  /** These defaults, overridden by more options; the same object if there are none, so that chats share its settings. */
  with(options: CallOptions): CallDefaults {
    const isEmpty = Object.values(options).every((value) => value === undefined);
    return isEmpty ? this : new CallDefaults([...this.#layers, options]);
  }

  /** The settings of a call with these options of its own. Throws `invalid_options` if they do not fit the inherited ones. */
  settingsFor(call: CallOptions): CallSettings {
    if (call.toolChoice != null) checkToolChoice(call.toolChoice, this.#toolsOf(call));
    if (call !== NO_OPTIONS && overridesSettings(call)) return new CallSettings([...this.#layers, call]);
    this.#plainSettings ??= new CallSettings(this.#layers);
    return this.#plainSettings;
  }

  /** Whether a call with these options has tools. */
  hasTools(call: CallOptions): boolean {
    return (this.#toolsOf(call)?.length ?? 0) > 0;
  }

  #toolsOf(call: CallOptions): CallOptions["tools"] {
    return call.tools !== undefined ? call.tools : this.#layers.findLast(({ tools }) => tools !== undefined)?.tools;
  }

  /** Every layer's signal can end a call; `null` in a layer drops those of the layers below it. */
  signalsFor(call: CallOptions): readonly AbortSignalLike[] {
    const given = () => this.#layers.map(({ signal }) => signal);
    if (call.signal !== undefined) return mergeSignals(...given(), call.signal);
    this.#signals ??= mergeSignals(...given());
    return this.#signals;
  }
}
