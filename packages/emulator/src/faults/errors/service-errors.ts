import { badRequest } from "../../reply/error-details.ts";
import { GoogleError, invalidArgument } from "../../reply/google-error.ts";
import type { ErrorContext } from "./context.ts";

/** The model is overloaded: 503. */
export function overloaded(): GoogleError {
  return new GoogleError("UNAVAILABLE", "The model is overloaded. Please try again later.");
}

/** An internal error of the service: 500. */
export function internal(): GoogleError {
  return new GoogleError(
    "INTERNAL",
    "An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting",
  );
}

/** No such model: 404, with the message of the service. */
export function modelNotFound({ service, model }: Pick<ErrorContext, "service" | "model">): GoogleError {
  if (service === "code-assist") return new GoogleError("NOT_FOUND", "Requested entity was not found.");
  if (service === "vertex") {
    return new GoogleError(
      "NOT_FOUND",
      `Publisher Model \`publishers/google/models/${model}\` was not found or your project does not have access to it. Please ensure you are using a valid model version. For more information, see: https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions`,
    );
  }
  return new GoogleError(
    "NOT_FOUND",
    `models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
  );
}

/** The request is invalid: 400. */
export function badArgument(): GoogleError {
  // The field is in no request: its name says where the error comes from.
  const field = "scripted_by_the_emulator";
  const description = `Invalid JSON payload received. Unknown name "${field}": Cannot find field.`;
  return invalidArgument(description, [badRequest([{ field, description }])]);
}

/** The request is too large: 400. */
export function tooLarge(limitBytes: number): GoogleError {
  return invalidArgument(`Request payload size exceeds the limit: ${limitBytes} bytes.`);
}
