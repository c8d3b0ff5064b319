import type { Socket } from "node:net";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { writeBadlyFramed } from "../faults/framing.ts";
import { ScriptMistake } from "../script-mistake.ts";
import { breakOff } from "./break-off.ts";
import type { OpenCall } from "./record-call.ts";
import { copyResponse, watchBody } from "./watch-body.ts";

/** The call that a response is for. */
export interface Delivery {
  readonly request: Request;
  readonly call: OpenCall;
  readonly socket: Socket | undefined;
  /** Records how the call ended. */
  readonly end: (outcome: OpenCall["outcome"]) => void;
  /** Reports a mistake of the test that is found while the body is sent. */
  readonly report: (mistake: ScriptMistake) => void;
}

/** Sends a response, and records its outcome in the call. Writes a response with broken framing directly to the socket. */
export async function deliver(response: Response, { request, call, socket, end, report }: Delivery): Promise<Response> {
  call.status = response.status;
  const framing = call.fault?.framing;
  if (socket && framing && framing !== "truncated-gzip") {
    end("failed");
    call.responseBytes = await writeBadlyFramed(socket, response, framing);
    return RESPONSE_ALREADY_SENT;
  }
  // The body of a response to HEAD is never read, so its end would not be noticed.
  const sent = request.method === "HEAD" ? copyResponse(response, null) : response;
  return watchBody(sent, {
    onBytes: (count) => {
      call.responseBytes += count;
    },
    onEnd: (how, error) => {
      end(how);
      if (error instanceof ScriptMistake) report(error);
    },
    onError: socket && ((error) => breakOff(socket, error)),
  });
}
