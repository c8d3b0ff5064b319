import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A key with a certificate that nobody trusts, made for one test. */
export interface FakeCertificate {
  readonly key: string;
  readonly cert: string;
  readonly signer: { readonly name: string; readonly key: KeyObject };
}

const SEQUENCE = 0x30;
const SET = 0x31;
const ECDSA_WITH_SHA256 = "06082a8648ce3d040302";
const COMMON_NAME = "0603550403";
const SUBJECT_ALT_NAME = "0603551d11";

/** From 2025 to 2049. */
const VALID: Dates = ["250101000000Z", "491231000000Z"];

/** The first and the last moment at which a certificate is valid: year, month, day, hour, minute, second, `Z`. */
type Dates = readonly [from: string, to: string];

/** `host`: an IPv4 address or a host name. Node has no generator of certificates, and a committed private key looks like a leaked one. */
export function fakeCertificate(
  name: string,
  host: string,
  issuer?: FakeCertificate["signer"],
  [from, to]: Dates = VALID,
): FakeCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signer = { name, key: privateKey };
  const algorithm = der(SEQUENCE, hex(ECDSA_WITH_SHA256));
  const isAddress = /^[\d.]+$/.test(host);
  const subject = isAddress ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, Buffer.from(host));
  const altName = der(SEQUENCE, hex(SUBJECT_ALT_NAME), der(0x04, der(SEQUENCE, subject)));
  const body = der(
    SEQUENCE,
    der(0xa0, der(0x02, hex("02"))),
    der(0x02, hex("01")),
    algorithm,
    nameOf(issuer?.name ?? name),
    der(SEQUENCE, time(from), time(to)),
    nameOf(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, der(SEQUENCE, altName)),
  );
  const signature = sign("sha256", body, (issuer ?? signer).key);
  const certificate = der(SEQUENCE, body, algorithm, der(0x03, hex("00"), signature));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString("base64")}\n-----END CERTIFICATE-----\n`,
    signer,
  };
}

function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const length =
    content.length < 0x80
      ? Buffer.from([content.length])
      : Buffer.from([0x82, content.length >> 8, content.length & 255]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

function nameOf(name: string): Buffer {
  return der(SEQUENCE, der(SET, der(SEQUENCE, hex(COMMON_NAME), der(0x0c, Buffer.from(name)))));
}

function time(text: string): Buffer {
  return der(0x17, Buffer.from(text));
}

function hex(text: string): Buffer {
  return Buffer.from(text, "hex");
}
