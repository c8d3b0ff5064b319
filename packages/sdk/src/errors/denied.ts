import { safeText } from "./safe-text.ts";

/** The code of what Deno does not allow the program to do: as a code of a file operation, and as the reason of an error. */
export const NOT_CAPABLE = "NOT_CAPABLE";

/**
 * The flag of Deno that would allow what failed, such as `--allow-net`; undefined for any other failure.
 * @see https://docs.deno.com/runtime/fundamentals/security/
 */
export function deniedFlag(error: unknown, depth = 0): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { name, message, cause } = error as { name?: unknown; message?: unknown; cause?: unknown };
  // Deno 1 has one name for this and for a refusal of the operating system.
  if (name === "NotCapable" || name === "PermissionDenied") {
    const access = /^Requires (\w+) access/.exec(String(message))?.[1];
    if (access !== undefined) return `--allow-${access}`;
  }
  return depth < 3 ? deniedFlag(cause, depth + 1) : undefined;
}

/** A file that Deno does not allow the program to read: what is wrong with it, and what to do. */
export function unreadableOnDeno(path: string): { readonly found: string; readonly remedy: string } {
  return {
    found: "Deno does not allow this program to read it",
    remedy: `Run it with --allow-read=${safeText(path)}.`,
  };
}
