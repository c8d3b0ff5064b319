import type { ErrorLink } from "../errors/gemini-error.ts";

/** Hosts whose pages a message may send the user to. */
const GOOGLE_HOSTS = /^(?:[a-z0-9-]+\.)*(?:google\.com|google\.dev|goo\.gle|withgoogle\.com)$/;

/** The https links among these that lead to Google. A link from a reply could otherwise send the user anywhere. */
export function googleLinks(urls: readonly string[]): readonly ErrorLink[] {
  return urls.flatMap((address) => {
    try {
      const url = new URL(address);
      const safe = url.protocol === "https:" && GOOGLE_HOSTS.test(url.hostname) && url.username === "";
      return safe ? [{ description: "", url: url.href }] : [];
    } catch {
      return [];
    }
  });
}
