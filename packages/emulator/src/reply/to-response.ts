import { pace } from "../body-script/pace.ts";
import { runScript } from "../body-script/run-script.ts";
import type { Reply } from "../server/exchange.ts";
import type { EmulatorState } from "../state.ts";
import { streamContentType, streamFrames } from "./stream-reply.ts";

/** What an endpoint answered, as a response; a stream keeps the emulator's pace. */
export function toResponse(reply: Reply, { paceMs, wait }: Pick<EmulatorState, "paceMs" | "wait">): Response {
  if (reply instanceof Response) return reply;
  const headers = { "content-type": streamContentType(reply), ...reply.headers };
  return new Response(runScript(pace(streamFrames(reply), paceMs), wait), { headers });
}
