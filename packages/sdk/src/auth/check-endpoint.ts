import type { GeminiError } from "../errors/gemini-error.ts";
import { endpointInsecure } from "../errors/sign-in-errors.ts";
import type { OptionRule } from "../validation/option-rule.ts";

/**
 * Checks that a token may be sent to this address: https, or http on loopback, without credentials, query and fragment.
 * Fails with `endpoint_insecure` otherwise. `name` is the option or variable that the address comes from.
 * @returns the address without a trailing slash.
 */
export function checkEndpoint(name: string, address: string): string {
  const checked = parseEndpoint(name, address);
  if (typeof checked !== "string") throw checked;
  return checked;
}

/** The end of an address that other clients want: the version, and what follows it. */
const VERSION = /\/v\d+(?:(?:alpha|beta)\d*)?(?:\/(?:models|openai|publishers|projects)(?:\/.*)?)?$/;

/**
 * {@link checkEndpoint}, without an API version at the end: `/v1beta`, `/v1/`, `/v1beta/models`, `/v1beta/openai`. Other
 * clients want it in their base URL, and each backend adds its own.
 */
export function checkBaseUrl(name: string, address: string): string {
  return checkEndpoint(name, address).replace(VERSION, "").replace(/\/+$/, "");
}

/** The rule of options for such an address. */
export const endpointRule: OptionRule = {
  expected: "an https URL, or http on loopback",
  accepts: (value) => typeof parseEndpoint("", value) === "string",
  errorFor: (name, value) => {
    const error = parseEndpoint(`\`${name}\``, value);
    return typeof error === "string" ? undefined : error;
  },
};

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** An address that begins with its host, as `localhost:8080`. A URL would take the name before the colon as its scheme. */
const WITHOUT_SCHEME = /^(localhost|\[::1\]|[\w-]+(?:\.[\w-]+)+|[\w-]+(?=:\d))(?::\d+)?(?:\/|$)/i;

function parseEndpoint(name: string, address: unknown): string | GeminiError {
  const host = typeof address === "string" ? WITHOUT_SCHEME.exec(address)?.[1] : undefined;
  if (host !== undefined) {
    return endpointInsecure(name, `it does not start with \`http${LOOPBACK.test(host) ? "" : "s"}://\``);
  }
  let url: URL;
  try {
    url = new URL(address as string);
  } catch {
    const isQuoted = typeof address === "string" && /^\s*["'`]/.test(address);
    return endpointInsecure(name, isQuoted ? "it is in quotation marks" : "it is not a URL");
  }
  if (url.username !== "" || url.password !== "") return endpointInsecure(name, "it contains user info");
  if (url.search !== "" || url.hash !== "") return endpointInsecure(name, "it contains a query or a fragment");
  const loopback = LOOPBACK.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) {
    return endpointInsecure(name, `it is ${url.protocol}//, which is allowed only for loopback addresses`);
  }
  return url.href.replace(/\/+$/, "");
}
