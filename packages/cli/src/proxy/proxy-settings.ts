import { usageFailure } from "../failure/command-failure.ts";
import { isExcluded } from "./no-proxy.ts";

/** The proxies to use, by the protocol of the request. */
export interface ProxySettings {
  readonly https: URL | undefined;
  readonly http: URL | undefined;
  readonly noProxy: string | undefined;
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxies of a command line and its environment: `--proxy`, else HTTPS_PROXY and HTTP_PROXY, except for the hosts in
 * NO_PROXY. Variables can be lower or upper case; lower case wins, as in curl. Resolves to undefined if there are none, or
 * if `--proxy` is empty. Throws a CommandFailure that does not quote the address, because it can contain a password.
 */
export function proxySettings(option: string | undefined, environment: Environment): ProxySettings | undefined {
  if (option === "") return undefined;
  const variable = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  const find = (name: string) => {
    const value = option ?? variable(name);
    return value === undefined ? undefined : proxyUrl(value, option === undefined ? name : "--proxy");
  };
  const https = find("HTTPS_PROXY");
  const http = find("HTTP_PROXY");
  return https || http ? { https, http, noProxy: variable("NO_PROXY") } : undefined;
}

function proxyUrl(value: string, name: string): URL {
  const given = value.trim();
  // Most programs accept an address without a scheme.
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && HOST_NAME.test(url.hostname) && isDecodable(url)) return url;
  throw usageFailure(
    `The proxy address in ${name} cannot be used.`,
    "Write http://host:port or http://user:password@host:port; encode special characters of the password (@ as %40).",
  );
}

/** Without the quotation marks of a file of variables, for example, which a URL accepts in a host name. */
const HOST_NAME = /^(?:[\w.-]+|\[[\da-f:.]+\])$/i;

function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(`${username}${password}`);
    return true;
  } catch {
    return false;
  }
}

/** The proxy for a request, if it needs one. `host` is without brackets. */
export function proxyFor(
  { https, http, noProxy }: ProxySettings,
  request: { readonly isSecure: boolean; readonly host: string; readonly port: number },
): URL | undefined {
  const proxy = request.isSecure ? https : http;
  return proxy && !isExcluded(noProxy, request) ? proxy : undefined;
}
