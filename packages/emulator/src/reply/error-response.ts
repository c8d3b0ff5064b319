import type { GoogleErrorBody } from "./google-error.ts";
import { jsonResponse } from "./json.ts";

/**
 * An error in the form that the call expects, as Google sends it: an object; for a stream as a JSON array, an array; for
 * server-sent events an object again, with the content type of the stream.
 */
export function errorResponse(body: GoogleErrorBody, operation: string, query: URLSearchParams): Response {
  const { code } = body.error;
  if (operation !== "streamGenerateContent") return jsonResponse(body, code);
  if (query.get("alt") !== "sse") return jsonResponse([body], code);
  return jsonResponse(body, code, { "content-type": "text/event-stream" });
}

/** The page of Google's front end for a path that no service has, with a hint, because Google may have operations that the emulator lacks. */
export function notFoundPage(path: string): Response {
  const shown = path.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  const page = `<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n<p><b>404.</b> That’s an error.\n<p>The requested URL <code>${shown}</code> was not found on this server.\n<p>The emulator has no such operation. Script its response: emulator.on({ path: /…/ }, { body: { … } }).\n`;
  return new Response(page, { status: 404, headers: { "content-type": "text/html; charset=UTF-8" } });
}
