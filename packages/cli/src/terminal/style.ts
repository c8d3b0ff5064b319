const DIM = "\u001b[2m";
const NOT_DIM = "\u001b[22m";

/**
 * Whether text on a stream may be dimmed: it is a terminal that supports colours, and the user has not disabled them.
 * @see https://no-color.org
 */
export function takesStyle(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== "dumb";
}

/** Dim text. Each piece ends the style again, so that nothing has to be restored if the command is stopped. */
export function dim(text: string): string {
  return text === "" ? "" : `${DIM}${text}${NOT_DIM}`;
}
