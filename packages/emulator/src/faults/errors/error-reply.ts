import type { GoogleErrorBody } from "../../reply/google-error.ts";
import { jsonResponse } from "../../reply/json.ts";
import { statusOfHttp } from "../../reply/status.ts";
import type { Fault } from "../fault.ts";
import { apiError } from "./api-errors.ts";
import type { ErrorContext } from "./context.ts";
import { type FaultErrorForm, type FaultErrorName, tokenErrorNames } from "./error-names.ts";
import { gatewayPage } from "./gateway-pages.ts";
import { tokenError } from "./token-errors.ts";
import { htmlPage, writeError } from "./write-error.ts";

/** The properties of a fault that change an error. */
type ErrorFault = Pick<Fault, "status" | "errorForm" | "withoutDetails">;

/** The body of a named error of an API. */
export function errorBody(name: FaultErrorName, fault: ErrorFault, context: ErrorContext): GoogleErrorBody {
  const { body } = apiError(isTokenError(name) ? "unauthenticated" : name, context);
  const { code, message, status, details } = body.error;
  const changed = fault.status === undefined ? { code, message, status } : { ...withStatus(fault.status), message };
  return { error: { ...changed, ...(details && !fault.withoutDetails ? { details } : {}) } };
}

/**
 * The reply for a named error.
 *
 * @param write Writes errors as the call expects them, for a fault without `errorForm`.
 */
export function errorReply(
  name: FaultErrorName,
  fault: ErrorFault,
  context: ErrorContext,
  write: (body: GoogleErrorBody) => Response,
): Response {
  const { errorForm } = fault;
  const forToken = context.service === "oauth" ? tokenError(name) : undefined;
  if (forToken) {
    const status = fault.status ?? forToken.httpStatus;
    return errorForm !== undefined && isPage(errorForm) ? page(status, errorForm) : jsonResponse(forToken.body, status);
  }
  const body = errorBody(name, fault, context);
  const usual = write(body);
  if (errorForm === undefined) return usual;
  const { text, contentType } = writeError(body, errorForm);
  const type = contentType ?? usual.headers.get("content-type") ?? "application/json; charset=UTF-8";
  return new Response(text, { status: body.error.code, headers: { "content-type": type } });
}

/** Google's body for a bare status. */
export function plainErrorBody(status: number): GoogleErrorBody {
  return { error: { ...withStatus(status), message: `Fault of the emulator: status ${status}.` } };
}

function withStatus(code: number): Pick<GoogleErrorBody["error"], "code" | "status"> {
  return { code, status: statusOfHttp(code) };
}

type PageForm = "html" | Parameters<typeof gatewayPage>[0];

function isPage(form: FaultErrorForm): form is PageForm {
  return form === "html" || form === "cloudflare" || form === "nginx" || form === "captive-portal";
}

function isTokenError(name: FaultErrorName): name is (typeof tokenErrorNames)[number] {
  return (tokenErrorNames as readonly string[]).includes(name);
}

function page(status: number, form: PageForm): Response {
  const text = form === "html" ? htmlPage(status, "That’s all we know.") : gatewayPage(form, status);
  return new Response(text, { status, headers: { "content-type": "text/html; charset=UTF-8" } });
}
