/** Hosts whose pages a message may send the user to. */
const GOOGLE_HOSTS = /^(?:[a-z0-9-]+\.)*(?:google\.com|google\.dev|goo\.gle|withgoogle\.com)$/;

/** Whether an https address leads to Google. A link from a reply could otherwise send the user anywhere. */
export function isGoogleLink(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === "https:" && GOOGLE_HOSTS.test(url.hostname) && url.username === "";
  } catch {
    return false;
  }
}
