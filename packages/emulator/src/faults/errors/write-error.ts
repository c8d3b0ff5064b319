import type { GoogleErrorBody } from "../../reply/google-error.ts";
import type { FaultErrorForm } from "./error-names.ts";

/** A refusal as text, with the content type that goes with it; undefined: that of the call. */
export interface WrittenError {
  readonly text: string;
  readonly contentType?: string;
}

/** Writes a refusal of an API in one of the forms in which it was seen. */
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
    case "loose":
      return {
        text: pretty(body)
          .replace(/([\]}])\n/g, "$1,\n")
          .replaceAll("  ", "\u00a0 "),
      };
  }
}

/** The forms that are JSON, and can come as an event. */
export const eventForms: readonly FaultErrorForm[] = ["object", "array", "nested", "text-only"];

/** A refusal as the payload of an event. */
export function errorEvent(body: GoogleErrorBody, form: FaultErrorForm = "object"): unknown {
  return JSON.parse(writeError(body, form).text);
}

/** The page that Google's front end puts in the place of an answer. */
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

// The delay then stands in the words alone, which not every refusal has by itself.
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
