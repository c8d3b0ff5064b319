import type { GeminiErrorInit } from "../errors/gemini-error.ts";
import { type Origin, originName } from "./origins.ts";

/** An error response that is not written by Google's API. */
export interface ForeignReply {
  readonly status: number;
  readonly body: string;
  readonly header: (name: string) => string | undefined;
  /** What named the address; undefined if it is Google's own. */
  readonly address: Origin | undefined;
}

/** The server behind a page, and what to do if it refuses a request or cannot reach the service behind it. */
interface Gateway {
  readonly name: string;
  readonly sign: RegExp;
  readonly refuses: string;
  readonly fails: string;
}

const UNREACHABLE = "It does not reach the service behind it: try again in a moment; if it lasts, check";

/** The first gateway whose sign is in the head or the page. */
const GATEWAYS: readonly Gateway[] = [
  {
    name: "Cloudflare",
    sign: /^server: ?cloudflare|^cf-ray: ?\S|cloudflare|cf-error-details|^error code: 1\d{3}\s*$/im,
    refuses:
      "A rule or a challenge for browsers blocked this client: allow it in the firewall of the site at Cloudflare",
    fails: `${UNREACHABLE} the site's origin server at Cloudflare`,
  },
  {
    name: "a network's sign-in page (captive portal)",
    sign: /captive|hotspot|wi-?fi|network (?:authentication|login)|(?:log|sign) ?in to (?:the |this |your )?network/i,
    refuses: "Sign in to the network in a browser, and try again",
    fails: "Sign in to the network in a browser, and try again",
  },
  {
    name: "nginx",
    sign: /^server: ?(?:nginx|openresty)|<center>\s*(?:nginx|openresty)/im,
    refuses: "The rules of this nginx refuse the request: check its `location` and access rules",
    fails: `${UNREACHABLE} the \`proxy_pass\` of this nginx and its time limits`,
  },
  {
    name: "a proxy of your network",
    sign: /^server: ?squid|^via: .*squid|squid|zscaler|fortigate|fortiguard|blue ?coat|websense|forcepoint|netskope|umbrella/im,
    refuses: "The proxy blocks this address: ask its administrator to allow it",
    fails: `${UNREACHABLE} the proxy`,
  },
  {
    name: "a load balancer",
    sign: /^server: ?(?:awselb|cloudfront|haproxy|envoy|istio-envoy|varnish|akamaighost)|cloudfront|no server is available to handle|upstream connect error|no healthy upstream/im,
    refuses: "The rules of the load balancer refuse the request: check them",
    fails: `${UNREACHABLE} its backends`,
  },
  {
    name: "Google's front end",
    sign: /that(?:’|'|&#39;|&rsquo;)s (?:an error|all we know)|google/i,
    refuses:
      "Google's front end does not serve this address to your network: check the address and the network's country",
    fails: "Failures of Google's front end rarely last: try again in a moment",
  },
];

const UNKNOWN: Gateway = {
  name: "a gateway or proxy",
  sign: /(?:)/,
  refuses: "A gateway or proxy refuses the request: check its rules",
  fails: `${UNREACHABLE} the gateway or proxy`,
};

const HTML = /^\s*(?:<!--|<!doctype html|<\?xml|<(?:html|head|body|title|center|h1)\b)/i;

type Verdict = Pick<GeminiErrorInit, "code" | "remedy" | "option" | "variable"> & {
  /** Who responded, and with what. */
  readonly found: string;
};

/**
 * Judges a response that Google's API did not write. Undefined if nothing tells so, or if its status says enough. The
 * first row that matches decides:
 *
 * | response | code |
 * |---|---|
 * | 401, 407, 408, 429 | undefined: the status says what to do |
 * | 404 or 405, whatever the body | `api_error`: the address is wrong |
 * | neither HTML nor a gateway's own words | undefined |
 * | 413 | `invalid_request` |
 * | 5xx, except 511 | `server_error`: retried |
 * | other | `response_invalid`: the request did not reach Google |
 */
export function judgeForeignReply(reply: ForeignReply): Verdict | undefined {
  const { status, body, address } = reply;
  const isPage = HTML.test(body) || /\bhtml\b/i.test(reply.header("content-type") ?? "");
  if (status === 404 || status === 405) return addressWrong(address, isPage);
  if ([401, 407, 408, 429].includes(status)) return undefined;
  const known = knownGateway(reply);
  if (!isPage && (known === undefined || known.name === "Google's front end")) return undefined;
  const gateway = status === 511 ? (GATEWAYS[1] ?? UNKNOWN) : (known ?? UNKNOWN);
  const sent = isPage ? "an HTML page" : "words";
  const found = `with ${sent}${gateway === UNKNOWN ? "" : ` of ${gateway.name}`}, not with a response of Google`;
  const where = address === undefined ? "" : ` The address comes from ${originName(address)}.`;
  const named = { found, option: address?.option, variable: address?.variable };
  if (status === 413)
    return { ...named, code: "invalid_request", remedy: `Send less, or raise the limit of ${gateway.name}.` };
  if (status >= 500 && status !== 511) return { ...named, code: "server_error", remedy: `${gateway.fails}.${where}` };
  return { ...named, code: "response_invalid", remedy: `${gateway.refuses}.${where}` };
}

/** A page in place of an answer, although its status is 200: who sent it, and what to do. */
export function describePage(
  reply: Pick<ForeignReply, "body" | "header">,
): { readonly found: string; readonly remedy?: string } | undefined {
  if (!HTML.test(reply.body)) return undefined;
  const gateway = knownGateway(reply);
  if (gateway === undefined) return { found: "it is an HTML page" };
  return { found: `it is an HTML page of ${gateway.name}`, remedy: `${gateway.refuses}.` };
}

function knownGateway({ body, header }: Pick<ForeignReply, "body" | "header">): Gateway | undefined {
  const head = ["server", "via", "cf-ray"].map((name) => `${name}: ${header(name) ?? ""}`).join("\n");
  const signs = `${head}\n${body.slice(0, 16_384)}`;
  return GATEWAYS.find(({ sign }) => sign.test(signs));
}

/** Google's services describe an unknown model in an error document; without one, nobody there knows the path. */
function addressWrong(address: Origin | undefined, isPage: boolean): Verdict {
  const found = `${isPage ? "with an HTML page, and " : ""}without an error document of Google`;
  if (address === undefined) {
    const remedy = "A proxy or gateway may be responding in Google's place: check the network.";
    return { code: "api_error", found, remedy };
  }
  const { option, variable } = address;
  const remedy = `Check the address in ${originName(address)}: the server there does not know this path.`;
  return { code: "api_error", found, remedy, option, variable };
}
