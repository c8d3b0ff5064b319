import type { GoogleErrorBody } from "../../reply/google-error.ts";
import type { FaultErrorForm } from "./error-names.ts";
import { gatewayPage } from "./gateway-pages.ts";

/** An error as text. `contentType` is undefined if it is that of the call. */
export interface WrittenError {
  readonly text: string;
  readonly contentType?: string;
}

/** Writes an error of an API in one of the forms in which Google or proxies send it. */
export function writeError(body: GoogleErrorBody, form: FaultErrorForm): WrittenError {
  switch (form) {
    case "object":
      return { text: pretty(body) };
    case "array":
      return { text: pretty([body]) };
    case "nested":
      return { text: pretty(nest(nest(body))) };
    case "text-only":
      return { text: pretty(withoutDetails(body)) };
    case "html":
      return { text: htmlPage(body.error.code, body.error.message), contentType: "text/html; charset=UTF-8" };
    case "cloudflare":
    case "nginx":
    case "captive-portal":
      return { text: gatewayPage(form, body.error.code), contentType: "text/html; charset=UTF-8" };
    case "loose":
      return {
        text: pretty(body)
          .replace(/([\]}])\n/g, "$1,\n")
          .replace(/([[{])\n/g, "$1,\n")
          .replace(/,\n/g, ",,\n")
          .replaceAll("  ", "\u00a0 "),
      };
  }
}

/** The forms that are JSON and can be sent as an event. */
export const eventForms: readonly FaultErrorForm[] = ["object", "array", "nested", "text-only"];

/** An error as the payload of an event. */
export function errorEvent(body: GoogleErrorBody, form: FaultErrorForm = "object"): unknown {
  return JSON.parse(writeError(body, form).text);
}

/** The error page of Google's front end. */
export function htmlPage(status: number, message: string): string {
  const shown = message.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<!DOCTYPE html>\n<html lang=en>\n<title>Error ${status}</title>\n<p><b>${status}.</b> That’s an error.\n<p>${shown}\n`;
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function nest(body: GoogleErrorBody): GoogleErrorBody {
  const { code, status } = body.error;
  return { error: { code, message: JSON.stringify(body), status } };
}

// Adds the delay to the message, if the message does not name it.
function withoutDetails({ error }: GoogleErrorBody): GoogleErrorBody {
  const { details = [], ...rest } = error;
  const delay = details.find((detail) => typeof detail.retryDelay === "string")?.retryDelay;
  const said = /retry in|reset after/.test(rest.message);
  return {
    error: {
      ...rest,
      message: delay === undefined || said ? rest.message : `${rest.message} Please retry in ${delay}.`,
    },
  };
}
