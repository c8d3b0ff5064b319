import { pace } from "../body-script/pace.ts";
import { runScript } from "../body-script/run-script.ts";
import type { Reply } from "../server/exchange.ts";
import type { EmulatorState } from "../state.ts";
import { streamContentType, streamFrames } from "./stream-reply.ts";

/** Converts the reply of an endpoint to a response, and paces a stream. */
export function toResponse(reply: Reply, { paceMs, wait }: Pick<EmulatorState, "paceMs" | "wait">): Response {
  if (reply instanceof Response) return reply;
  const headers = { "content-type": streamContentType(reply), ...reply.headers };
  return new Response(runScript(pace(streamFrames(reply), paceMs), wait), { headers });
}
