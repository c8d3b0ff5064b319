import type { Content } from "../../../src/index.ts";

/** The words of a conversation, one text a turn, thoughts left out. */
export function told(history: readonly Content[]): string[] {
  return history.map(({ parts = [] }) =>
    parts
      .filter((part) => !part.thought)
      .map((part) => part.text ?? "")
      .join(""),
  );
}

/** A promise and what settles it, to hold a server or a loop at a chosen point. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
