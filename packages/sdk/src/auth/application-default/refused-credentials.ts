import { safeText } from "../../errors/safe-text.ts";
import { isRecord } from "../../wire/is-record.ts";
import { type CredentialsJson, type CredentialsKind, type KindFacts, kindOf, kinds } from "./credentials-kind.ts";

/** The credentials in use. */
export interface CredentialsInUse {
  readonly kind: CredentialsKind;
  /** The credentials file; undefined for the metadata server. */
  readonly file: { readonly path: string; readonly json: CredentialsJson } | undefined;
}

/** The credentials that a token endpoint refused. */
export interface RefusedCredentials extends KindFacts {
  readonly kind: CredentialsKind;
}

const IMPERSONATED = "the impersonated service account";

/** What renews the source of an impersonation, if that is not what renews the same credentials alone. */
const SOURCE_REMEDIES: Partial<Record<CredentialsKind, (path: string) => string>> = {
  user: () =>
    "Run `gcloud auth application-default login --impersonate-service-account=<e-mail>`, and use the file that it writes.",
  "workforce-user": (path) =>
    "Run `gcloud auth application-default login --login-config=<file>` with your organisation's login configuration, and put the " +
    `content of the file that it writes into \`source_credentials\` of ${path}.`,
  "service-account": (path) =>
    "Check in the Google Cloud console that the source service account is enabled and the key still exists. " +
    `Otherwise put a new key into \`source_credentials\` of ${path}.`,
};

/**
 * Whose refusal it is. A file that impersonates a service account holds credentials of its own, which are exchanged for a token at
 * one host, and that token for one of the service account at another host. The first row that matches decides:
 *
 * | file | host that refuses | refused |
 * |---|---|---|
 * | impersonated service account | another than that of the impersonation | its source credentials |
 * | workload or workforce identity that impersonates | that of the impersonation | the impersonation |
 * | any | any | the credentials of the file |
 *
 * @see https://google.aip.dev/auth/4117
 */
export function refusedCredentials({ kind, file }: CredentialsInUse, host: string): RefusedCredentials {
  const isImpersonation = file !== undefined && host === hostOf(file.json.service_account_impersonation_url);
  if (kind === "impersonation" && file && !isImpersonation && isRecord(file.json.source_credentials)) {
    const source = kindOf(file.json.source_credentials);
    const { name, remedy } = kinds[source];
    const path = safeText(file.path);
    return {
      kind: source,
      name: `${name}, the source of ${IMPERSONATED},`,
      remedy: SOURCE_REMEDIES[source]?.(path) ?? remedy,
    };
  }
  if (kind !== "impersonation" && isImpersonation) {
    const remedy =
      "Grant the workload the role Workload Identity User on the service account, and check that the account exists and is enabled.";
    return { kind, name: `the service account of ${kinds[kind].name}`, remedy };
  }
  return { kind, ...kinds[kind] };
}

function hostOf(url: unknown): string | undefined {
  try {
    return new URL(String(url)).host;
  } catch {
    return undefined;
  }
}
