/**
 * The candidate that chunks, the response and the history show: the first one with content, thoughts included. Of several in
 * the event that brings the first content, the one with the lowest index. Once it is chosen, it stays.
 */
export class ShownCandidate {
  /** Undefined before the first content. */
  index: number | undefined = undefined;
}
