import { endpointInsecure } from "../errors/sign-in-errors.ts";

/**
 * Checks that a token may be sent to this address: https, or http on loopback, without credentials, query and fragment.
 * Fails with `endpoint_insecure` otherwise. `name` says where the address comes from.
 * @returns the address without a trailing slash.
 */
export function checkEndpoint(name: string, address: string): string {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw endpointInsecure(name, "it is not a URL");
  }
  if (url.username !== "" || url.password !== "") throw endpointInsecure(name, "it carries user info");
  if (url.search !== "" || url.hash !== "") throw endpointInsecure(name, "it carries a query or a fragment");
  const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) {
    throw endpointInsecure(name, `it is ${url.protocol}// and not loopback`);
  }
  return url.href.replace(/\/+$/, "");
}
