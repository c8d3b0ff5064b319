/**
 * The kinds of Application Default Credentials. Each fails for reasons of its own, and needs another remedy.
 * @see https://cloud.google.com/docs/authentication/application-default-credentials
 * @see https://google.aip.dev/auth/4110
 */
export type CredentialsKind =
  | "user"
  | "service-account"
  | "workforce-user"
  | "impersonation"
  | "token-file"
  | "token-url"
  | "token-program"
  | "aws"
  | "certificate"
  | "metadata-server"
  | "other";

/** How errors name a kind, and what renews credentials of this kind. The remedies suit programs and the command. */
export interface KindFacts {
  readonly name: string;
  readonly remedy: string;
}

const NEW_CONFIGURATION =
  "create the credentials file again with `gcloud iam workload-identity-pools create-cred-config`";

export const kinds: Readonly<Record<CredentialsKind, KindFacts>> = {
  user: {
    name: "the user credentials of gcloud",
    remedy: "Run `gcloud auth application-default login`.",
  },
  "service-account": {
    name: "the service account's key",
    remedy:
      "Check in the Google Cloud console that the service account is enabled and the key still exists. " +
      "Otherwise create a new key and set GOOGLE_APPLICATION_CREDENTIALS to its path.",
  },
  "workforce-user": {
    name: "the workforce identity login",
    remedy:
      "Run `gcloud auth application-default login --login-config=<file>` with your organisation's login configuration.",
  },
  impersonation: {
    name: "the impersonated service account",
    remedy:
      "Grant the role Service Account Token Creator on the service account, or run " +
      "`gcloud auth application-default login --impersonate-service-account=<e-mail>` again.",
  },
  "token-file": {
    name: "the workload identity credentials (token from a file)",
    remedy: `Check that your workload keeps the token file of \`credential_source.file\` up to date, and the pool and provider, or ${NEW_CONFIGURATION}.`,
  },
  "token-url": {
    name: "the workload identity credentials (token from a URL)",
    remedy: `Check that the server of \`credential_source.url\` runs and returns a token, and the pool and provider, or ${NEW_CONFIGURATION}.`,
  },
  "token-program": {
    name: "the workload identity credentials (token from a program)",
    remedy: `Run the program of \`credential_source.executable.command\` by hand, check the pool and provider, or ${NEW_CONFIGURATION}.`,
  },
  aws: {
    name: "the workload identity credentials (AWS)",
    remedy: `Set AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or give the machine a role, check the pool and provider, or ${NEW_CONFIGURATION}.`,
  },
  certificate: {
    name: "the workload identity credentials (X.509 certificate)",
    remedy: `Check the certificate configuration (variable GOOGLE_API_CERTIFICATE_CONFIG) and its files, the pool and provider, or ${NEW_CONFIGURATION}.`,
  },
  "metadata-server": {
    name: "the service account of this machine (metadata server)",
    remedy:
      "Attach a service account with the scope cloud-platform to the machine, or set GOOGLE_APPLICATION_CREDENTIALS.",
  },
  other: {
    name: "the default credentials",
    remedy: "Run `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS to another file.",
  },
};

/** The members of a credentials file that are used here. */
export interface CredentialsJson {
  readonly type?: unknown;
  readonly project_id?: unknown;
  readonly private_key?: unknown;
  readonly credential_source?: unknown;
  readonly source_credentials?: unknown;
  readonly service_account_impersonation_url?: unknown;
}

/** The kind of a credentials file. */
export function kindOf(json: CredentialsJson): CredentialsKind {
  switch (json.type) {
    case "authorized_user":
      return "user";
    case "service_account":
      return "service-account";
    case "external_account_authorized_user":
      return "workforce-user";
    case "impersonated_service_account":
      return "impersonation";
    case "external_account":
      return sourceKind(json.credential_source);
    default:
      return "other";
  }
}

function sourceKind(source: unknown): CredentialsKind {
  const has = (name: string) => typeof source === "object" && source !== null && name in source;
  if (has("executable")) return "token-program";
  if (has("environment_id")) return "aws";
  if (has("certificate")) return "certificate";
  if (has("url")) return "token-url";
  return "token-file";
}
