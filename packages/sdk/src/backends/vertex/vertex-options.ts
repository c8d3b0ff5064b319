import type { AccessToken } from "../../auth/authorizers.ts";
import { accessTokenRule, apiKeyRule, projectRule } from "../../auth/credential-rules.ts";
import { patternRule } from "../../validation/option-rule.ts";
import type { OptionSet } from "../../validation/option-table.ts";

/** Options of `vertex()`. */
export interface VertexOptions {
  /**
   * Project id.
   * @default the client's `project`, `GOOGLE_CLOUD_PROJECT`, else the project of the default credentials
   */
  project?: string | null | undefined;
  /**
   * Region (`"us-central1"`), `"global"`, `"us"` or `"eu"`.
   * @default `GOOGLE_CLOUD_LOCATION`, else `"global"`
   */
  location?: string | null | undefined;
  /**
   * API key for express mode, without project and location. Excludes `accessToken`, `project` and `location`.
   * @default `GOOGLE_API_KEY`, unless an option or `GOOGLE_CLOUD_PROJECT` names a project, or an option a location
   */
  apiKey?: string | null | undefined;
  /**
   * A token, or a function that is called before every request and returns one.
   * @default Application Default Credentials
   */
  accessToken?: AccessToken | null | undefined;
}

/**
 * Strict, because the location becomes part of a host name that a token is sent to. Regions have the form `<area>-<part><number>`;
 * new ones need no new version of the library.
 * @see https://cloud.google.com/vertex-ai/docs/general/locations
 */
export const locationRule = patternRule(
  'a region such as "us-central1" or "europe-west4", or "global", "us" or "eu"',
  /^(?:global|us|eu|[a-z]{2,20}-(?:central|north|south|east|west|north(?:east|west)|south(?:east|west))\d{1,2})$/,
);

// The location must not be ignored: a request meant for one region would go to the global host.
const expressMode = "express mode has neither project nor location";

/** The rules and conflicts of {@link VertexOptions}. */
export const vertexOptions: OptionSet<VertexOptions> = {
  owner: "vertex",
  table: {
    project: projectRule,
    location: locationRule,
    apiKey: apiKeyRule,
    accessToken: accessTokenRule,
  },
  conflicts: [
    { between: ["apiKey", "accessToken"], why: "each authenticates the request" },
    { between: ["apiKey", "project"], why: expressMode },
    { between: ["apiKey", "location"], why: expressMode },
  ],
};
