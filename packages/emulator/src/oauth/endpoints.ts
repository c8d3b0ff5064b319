import type { Endpoint } from "../server/exchange.ts";
import { tokenInfo, userInfo } from "./account-info.ts";
import { token } from "./token-endpoint.ts";

/** Google's OAuth hosts: `oauth2.googleapis.com`, and userinfo of `www.googleapis.com`. */
export const oauthEndpoints: readonly Endpoint[] = [
  { backend: "oauth", operation: "token", method: "POST", path: "/token", handle: token },
  { backend: "oauth", operation: "tokeninfo", method: "POST", path: "/tokeninfo", handle: tokenInfo },
  { backend: "oauth", operation: "tokeninfo", method: "GET", path: "/tokeninfo", handle: tokenInfo },
  { backend: "oauth", operation: "userinfo", method: "GET", path: "/oauth2/v2/userinfo", handle: userInfo },
];
