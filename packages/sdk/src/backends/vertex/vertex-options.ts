import type { AccessToken } from "../../auth/authorizers.ts";
import { tokenOf } from "../../auth/cli-login/parse-login.ts";
import { conflictingOptions, invalidOption } from "../../errors/option-errors.ts";
import { checkMembers } from "../check-members.ts";

/** How to reach Vertex AI. */
export interface VertexOptions {
  /** Project id; default the client's `project`, `GOOGLE_CLOUD_PROJECT`, else the one of the default credentials. */
  project?: string | null | undefined;
  /** Region, `"global"`, `"us"` or `"eu"`; default `GOOGLE_CLOUD_LOCATION`, else `"us-central1"`. */
  location?: string | null | undefined;
  /** Express mode: an API key, without project and location. Excludes `accessToken`, `project` and `location`. */
  apiKey?: string | null | undefined;
  /** A token, or a function asked before every request; default Application Default Credentials. */
  accessToken?: AccessToken | null | undefined;
}

/** The location becomes part of a host name that a token travels to. */
export const LOCATION = /^[a-z]+(?:-[a-z]+\d+)?$/;
/** What a wrong location should have been. */
export const TAKES_LOCATION = 'a region such as "us-central1", "global", "us" or "eu"';

/** Throws `invalid_options`. */
export function checkVertexOptions(options: VertexOptions): void {
  checkMembers("vertex", options, ["project", "location", "apiKey", "accessToken"]);
  const { project, location, apiKey, accessToken } = options;
  if (project != null && (typeof project !== "string" || project === "")) {
    throw invalidOption("vertex.project", project, "a project id");
  }
  if (location != null && (typeof location !== "string" || !LOCATION.test(location))) {
    throw invalidOption("vertex.location", location, TAKES_LOCATION);
  }
  if (apiKey != null && tokenOf(apiKey) === undefined) {
    throw invalidOption("vertex.apiKey", apiKey, "an API key: printable characters without spaces");
  }
  if (accessToken != null && typeof accessToken !== "function" && tokenOf(accessToken) === undefined) {
    throw invalidOption("vertex.accessToken", accessToken, "a token, or a function that gives one");
  }
  if (apiKey != null && accessToken != null) {
    throw conflictingOptions("vertex.apiKey", "vertex.accessToken", "each signs the request by itself");
  }
  // Left unsaid, a request that is meant to stay in one region would go to the global host.
  const unused = project != null ? "project" : location != null ? "location" : undefined;
  if (apiKey != null && unused !== undefined) {
    throw conflictingOptions("vertex.apiKey", `vertex.${unused}`, "express mode has neither project nor location");
  }
}
