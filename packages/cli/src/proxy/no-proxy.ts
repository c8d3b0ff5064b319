import { BlockList, isIP } from "node:net";

/** The host that a request is sent to. */
export interface Destination {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * Whether NO_PROXY excludes a host. Its entries are separated by commas or spaces:
 *
 * | entry | excludes |
 * |---|---|
 * | `*` | every host |
 * | `example.com`, `.example.com`, `*.example.com` | this domain and everything below it |
 * | `10.0.0.1`, `::1`, `[::1]` | this address |
 * | `10.0.0.0/8`, `fd00::/8` | this range of addresses |
 * | any of them with `:8080` | the same, at this port only (an IPv6 address needs brackets) |
 *
 * @see https://curl.se/docs/manpage.html#--noproxy
 */
export function isExcluded(noProxy: string | undefined, destination: Destination): boolean {
  const entries = (noProxy ?? "").toLowerCase().split(/[\s,]+/);
  return entries.some((entry) => entry !== "" && matches(entry, destination));
}

function matches(entry: string, { host, port }: Destination): boolean {
  if (entry === "*") return true;
  const [, bracketed, named, givenPort] = /^(?:\[([^\]]+)\]|(.*?))(?::(\d+))?$/.exec(withoutPortOfIpv6(entry)) ?? [];
  if (givenPort !== undefined && Number(givenPort) !== port) return false;
  const pattern = bracketed ?? named ?? "";
  const own = host.toLowerCase().replace(/\.$/, "");
  if (pattern.includes("/")) return isInRange(pattern, own);
  if (isIP(own) !== 0) return isIP(pattern) !== 0 && isInRange(pattern, own);
  const domain = pattern.replace(/^\*?\./, "").replace(/\.$/, "");
  return domain !== "" && (own === domain || own.endsWith(`.${domain}`));
}

/** An IPv6 address without brackets has no port. */
function withoutPortOfIpv6(entry: string): string {
  return /^[0-9a-f:]*:[0-9a-f:.]*:[0-9a-f:.]*(?:\/\d+)?$/.test(entry) ? `[${entry}]` : entry;
}

function isInRange(pattern: string, host: string): boolean {
  const [address = "", bits] = pattern.split("/");
  const family = familyOf(address);
  const own = familyOf(host);
  if (family === undefined || own === undefined) return false;
  const range = new BlockList();
  const length = bits === undefined ? (family === "ipv4" ? 32 : 128) : Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > (family === "ipv4" ? 32 : 128)) return false;
  range.addSubnet(address, length, family);
  return range.check(host, own);
}

function familyOf(address: string): "ipv4" | "ipv6" | undefined {
  const version = isIP(address);
  return version === 0 ? undefined : version === 4 ? "ipv4" : "ipv6";
}
