/** What is to become of generated content. Calls that generate nothing are not touched by these. */
export interface ContentFault {
  /** The text to answer with. */
  readonly text?: string;
  /**
   * The payloads to answer with, one an event, each a `GenerateContentResponse`; Code Assist's envelope is put around them. Of
   * a call that is no stream, the first one is the answer.
   */
  readonly events?: readonly object[];
  /** Why the answer ended; `null` leaves it out, as a stream that was cut off does. */
  readonly finishReason?: string | null;
  /** The answer has no parts. */
  readonly empty?: boolean;
  /** The prompt is refused for this reason, such as `"SAFETY"` or `"PROHIBITED_CONTENT"`; `true` is `"SAFETY"`. */
  readonly blocked?: boolean | string;
  /** The answer is all thoughts. */
  readonly thinkingOnly?: boolean;
  /** Finish reason and usage come in a frame of their own at the end, without content. */
  readonly lastFrameWithoutParts?: boolean;
  /** Token counts come in the last frame only. */
  readonly usageInLastFrameOnly?: boolean;
  /** The event of this index, from 0, is no JSON. */
  readonly malformedEvent?: number;
  /** After so many events of a stream comes `error` as an event, and the stream ends. Another call gets the error outright. */
  readonly errorAfterEvents?: number;
}
