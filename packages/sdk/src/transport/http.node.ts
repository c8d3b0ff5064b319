import type http from "node:http";
import type { TLSSocket } from "node:tls";
import { urlToHttpOptions } from "node:url";
import type { GeminiError } from "../errors/gemini-error.ts";
import { invalidOption } from "../errors/option-errors.ts";
import type { CallScope } from "./call-scope.ts";
import { decodeUtf8 } from "./decode-utf8.ts";
import type { FastMemory, Http, HttpOptions, HttpRequest, HttpResponse } from "./http.ts";
import { createHttp as createFetchHttp } from "./http.web.ts";
import { inFewWrites } from "./join-bytes.ts";
import { noReply } from "./no-reply.ts";
import { nodeBody } from "./node-body.node.ts";
import { StaleSocket } from "./stale-socket.ts";
import { systemCode } from "./system-code.ts";

/** HTTP over `node:http` and `node:https` with keep-alive; over `fetch` where the caller passes one. */
export function createHttp(options: HttpOptions): Http {
  if (options.fetch) return createFetchHttp(options);
  const pools = new AgentPools(options.agent as http.Agent | null | undefined);
  return {
    send: async (request, scope) => {
      const address = addressOf(request.url);
      const client = clients[address.protocol] ?? (await scope.race(loadClient(address.protocol)));
      return sendByNode({ request, address, client, agent: pools.agentFor(client) }, scope);
    },
    close: () => pools.close(),
  };
}

/** Where a request goes, as Node's clients take it. */
interface Address extends http.RequestOptions {
  readonly protocol: string;
  /** With the port. */
  readonly authority: string;
}

/** The last one: most requests of a program go to one place, and reading a URL costs as much as sending a small one. */
let lastAddress: { readonly url: string; readonly address: Address } | undefined;

function addressOf(url: string): Address {
  if (lastAddress?.url !== url) {
    const parsed = new URL(url);
    const address = { ...urlToHttpOptions(parsed), protocol: parsed.protocol, authority: parsed.host };
    lastAddress = { url, address };
  }
  return lastAddress.address;
}

/** Of Node's two clients, as much as is needed here. */
interface Client {
  readonly request: (options: http.RequestOptions) => http.ClientRequest;
  readonly Agent: new (options: http.AgentOptions) => http.Agent;
}

/** By protocol, once they are loaded: they take most of the time that importing this library would. */
const clients: Record<string, Client | undefined> = {};

/**
 * Not by `import()` where there is another way, from Node 20.16 on: that reads every member of a built-in module, and one
 * of `node:http` is all of Node's `fetch` and `WebSocket`, from Node 22 on most of what a first answer would take.
 */
async function loadClient(protocol: string): Promise<Client> {
  const client: Client =
    protocol === "http:"
      ? (process.getBuiltinModule?.("node:http") ?? (await import("node:http")))
      : (process.getBuiltinModule?.("node:https") ?? (await import("node:https")));
  clients[protocol] = client;
  return client;
}

/** The caller's agent, or one keep-alive agent a client, made when first needed. */
class AgentPools {
  readonly #given: http.Agent | undefined;
  readonly #own = new Map<Client, http.Agent>();

  constructor(given: http.Agent | null | undefined) {
    this.#given = given ?? undefined;
  }

  agentFor(client: Client): http.Agent {
    if (this.#given) return this.#given;
    const agent = this.#own.get(client) ?? new client.Agent({ keepAlive: true });
    this.#own.set(client, agent);
    return agent;
  }

  /** Idle sockets go now, others when they become idle: another client's work may be waiting on one of ours. */
  close(): void {
    for (const agent of this.#own.values()) {
      agent.maxFreeSockets = 0;
      for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
    }
  }
}

interface Sending {
  readonly request: HttpRequest;
  readonly address: Address;
  readonly client: Client;
  readonly agent: http.Agent;
}

function sendByNode({ request, address, client, agent }: Sending, scope: CallScope): Promise<HttpResponse> {
  scope.check();
  const length = request.body?.reduce((total, piece) => total + piece.length, 0);
  return new Promise((resolve, reject) => {
    const outgoing = openRequest(client, address, agent, {
      method: request.method,
      headers: {
        "accept-encoding": "gzip, br",
        ...request.headers,
        ...(length === undefined ? {} : { "content-length": String(length) }),
      },
    });
    const onAbort = () => {
      // First, so that the error which destroy() brings is not taken for the cause.
      reject(scope.signal.reason);
      outgoing.destroy();
    };
    scope.signal.addEventListener("abort", onAbort);
    let replied = false;
    outgoing.once("close", () => {
      scope.signal.removeEventListener("abort", onAbort);
      // After an error this changes nothing. Node tells a refused switch of protocols (101) only so.
      if (!replied) reject(translate({ code: "ECONNRESET" }, outgoing, address, scope));
    });
    watchConnecting(outgoing, agent, scope, (error) => {
      reject(error);
      outgoing.destroy();
    });
    outgoing.once("response", (incoming) => {
      replied = true;
      scope.enter("reply");
      resolve({
        status: incoming.statusCode ?? 0,
        header: (name) => {
          const value = incoming.headers[name];
          return Array.isArray(value) ? value[0] : value;
        },
        memory,
        ...nodeBody(incoming, scope),
      });
    });
    // After the response this fires as well when the socket breaks; the body then reports it.
    outgoing.on("error", (error) => {
      if (!replied) reject(translate(error, outgoing, address, scope));
    });
    send(request.body ?? [], outgoing);
  });
}

const memory: FastMemory = {
  allocate: (length) => Buffer.allocUnsafeSlow(length),
  /** Twice as fast as a TextDecoder on Node 20 for what an event is long. */
  decodeUtf8: (bytes, from, to) =>
    bytes instanceof Buffer ? bytes.toString("utf8", from, to) : decodeUtf8(bytes, from, to),
};

function send(pieces: readonly Uint8Array[], outgoing: http.ClientRequest): void {
  const [first, ...others] = inFewWrites(pieces);
  if (others.length === 0) return void outgoing.end(first);
  outgoing.write(first);
  for (const piece of others) outgoing.write(piece);
  outgoing.end();
}

function openRequest(
  client: Client,
  address: Address,
  agent: http.Agent,
  options: http.RequestOptions,
): http.ClientRequest {
  try {
    return client.request({ ...address, ...options, agent });
  } catch (error) {
    if (systemCode(error) !== "ERR_INVALID_PROTOCOL") throw error;
    throw invalidOption("agent", agent, `an agent that speaks ${address.protocol}//, as the endpoint does`);
  }
}

/**
 * Ends the connect phase when the socket is ready, TLS included. Its deadline fails this request and not the whole call:
 * nothing was sent, so that it can be tried again.
 */
function watchConnecting(
  outgoing: http.ClientRequest,
  agent: http.Agent,
  scope: CallScope,
  onTooLate: (error: GeminiError) => void,
): void {
  const connecting = () => scope.enter("connect", scope.timeouts.connect, onTooLate);
  // The caller's agent may let few sockets run at once; waiting for one of them is not connecting.
  const queued = waitsForSocket(outgoing, agent);
  if (queued) scope.enter("connect");
  else connecting();
  outgoing.once("socket", (socket) => {
    const waitFor = "encrypted" in socket ? "secureConnect" : "connect";
    const ready = !socket.connecting && !(socket as TLSSocket & { secureConnecting?: boolean }).secureConnecting;
    const onReady = () => scope.enter("headers", scope.timeouts.headers);
    if (ready) return onReady();
    if (queued) connecting();
    socket.once(waitFor, onReady);
  });
}

function waitsForSocket(outgoing: http.ClientRequest, agent: http.Agent): boolean {
  return Object.values(agent.requests ?? {}).some((waiting) => waiting?.includes(outgoing));
}

function translate(error: unknown, outgoing: http.ClientRequest, { authority }: Address, scope: CallScope): unknown {
  if (scope.signal.aborted) return scope.signal.reason;
  const code = systemCode(error);
  if (outgoing.reusedSocket && (code === "ECONNRESET" || code === "EPIPE")) return new StaleSocket(authority, code);
  return noReply(error, authority, scope.phase === "headers" ? "headers" : "connect");
}
