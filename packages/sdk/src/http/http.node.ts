import type http from "node:http";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { urlToHttpOptions } from "node:url";
import { connectionFailed, PROXY_LOGIN, proxyRefused } from "../errors/connection-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import { httpInfoSource } from "../errors/http-info.ts";
import { invalidOption } from "../errors/option-errors.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { BodyPiece, Http, HttpOptions, HttpRequest, HttpResponse } from "./http.ts";
import { createHttp as createFetchHttp } from "./http.web.ts";
import { noReply } from "./no-reply.ts";
import { nodeBody } from "./node-body.node.ts";
import { inFewWrites } from "./request-body.ts";
import { StaleSocket } from "./stale-socket.ts";
import { systemCode } from "./system-code.ts";

/** Bun and Deno use their own `fetch`: their `node:http` is an emulation. */
const usesFetch = Boolean(process.versions.bun ?? process.versions.deno);

/** HTTP over `node:http` and `node:https` with keep-alive; over `fetch` if the caller passes one, and on Bun and Deno. */
export function createHttp(options: HttpOptions): Http {
  if (options.fetch || usesFetch) return createFetchHttp(options);
  const pools = new AgentPools(options.agent as http.Agent | null | undefined);
  return {
    send: (request, scope) => {
      const address = addressOf(request.url);
      const send = (client: Client) => {
        scope.throwIfStopped();
        return sendByNode({ request, address, client, agent: pools.agentFor(client, request.agent) }, scope);
      };
      const client = clients[address.protocol];
      return client ? send(client) : scope.waitFor(loadClient(address.protocol)).then(send);
    },
    close: () => pools.close(),
  };
}

/** Where a request goes. */
interface Address {
  readonly protocol: string;
  /** Host and port. */
  readonly authority: string;
  /** The same for Node's clients. They copy it several times, so it has only the members that they need. */
  readonly options: http.RequestOptions;
}

/** A cache of one: most requests of a program have the same URL, and parsing it costs as much as sending a small request. */
let lastAddress: { readonly url: string; readonly address: Address } | undefined;

function addressOf(url: string): Address {
  if (lastAddress?.url !== url) {
    const parsed = new URL(url);
    const { protocol, hostname, port, path } = urlToHttpOptions(parsed);
    const options = { protocol, hostname, path, ...(port !== undefined && { port }) };
    lastAddress = { url, address: { protocol: parsed.protocol, authority: parsed.host, options } };
  }
  return lastAddress.address;
}

/** The part of `node:http` and `node:https` that is used here. */
interface Client {
  readonly request: (options: http.RequestOptions) => http.ClientRequest;
  readonly Agent: new (options: ProxyOptions) => http.Agent;
  readonly globalAgent: http.Agent & { readonly options?: ProxyOptions };
}

/** Node's own support for proxies: from 22.21 and 24.5 on, if NODE_USE_ENV_PROXY=1 or --use-env-proxy asks for it. */
interface ProxyOptions extends http.AgentOptions {
  readonly proxyEnv?: NodeJS.ProcessEnv | undefined;
}

/** The loaded clients by protocol. Loading them at import would take most of the time of importing this library. */
const clients: Record<string, Client | undefined> = {};

/**
 * Uses `process.getBuiltinModule` (Node 20.16) rather than `import()` if it exists: `import()` reads every member of a
 * built-in module, and from Node 22 on a member of `node:http` loads all of `fetch` and `WebSocket`, which would be most of
 * the time of a first response.
 */
async function loadClient(protocol: string): Promise<Client> {
  const client: Client =
    protocol === "http:"
      ? (process.getBuiltinModule?.("node:http") ?? (await import("node:http")))
      : (process.getBuiltinModule?.("node:https") ?? (await import("node:https")));
  clients[protocol] = client;
  return client;
}

/** The caller's agent, or one keep-alive agent for each of Node's clients, created when first needed. */
class AgentPools {
  readonly #given: http.Agent | undefined;
  readonly #own = new Map<Client, http.Agent>();

  constructor(given: http.Agent | null | undefined) {
    this.#given = given ?? undefined;
  }

  agentFor(client: Client, needed: object | undefined): http.Agent {
    if (this.#given) return this.#given;
    if (needed) return needed as http.Agent;
    const known = this.#own.get(client);
    if (known) return known;
    // Keep every idle socket: closing and reopening hundreds after a burst costs more than the requests.
    // Node's switch for proxies affects only its own agent: `proxyEnv` is set there if the switch is on.
    const proxyEnv = client.globalAgent.options?.proxyEnv;
    // Node copies these options for every request.
    const agent = new client.Agent({ keepAlive: true, ...(proxyEnv && { proxyEnv }) });
    agent.maxFreeSockets = Number.POSITIVE_INFINITY;
    this.#own.set(client, agent);
    return agent;
  }

  /** Closes idle sockets now, and the others when they become idle: another client's call may still use them. */
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
  const pieces = request.body && inFewWrites(request.body).map(bytesOf);
  const headers: http.OutgoingHttpHeaders = { "accept-encoding": "gzip, br", ...request.headers };
  if (pieces) headers["content-length"] = pieces.reduce((total, { length }) => total + length, 0);
  const outgoing = openRequest({ method: request.method, headers, agent, ...address.options }, address, client);
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      // Reject before destroy(), whose own error would otherwise be the reason.
      reject(scope.signal.reason);
      outgoing.destroy();
    };
    scope.signal.addEventListener("abort", onAbort);
    let replied = false;
    outgoing.on("close", () => {
      scope.signal.removeEventListener("abort", onAbort);
      // Has no effect after an error. No other event reports a rejected protocol switch (status 101).
      if (!replied) reject(translate({ code: "ECONNRESET" }, outgoing, address, scope));
    });
    watchConnecting(outgoing, agent, scope, (error) => {
      reject(error);
      outgoing.destroy();
    });
    outgoing.on("response", (incoming) => {
      replied = true;
      scope.enterPhase("reply");
      const { statusCode: status = 0, headers } = incoming;
      // Not all agents fail if their proxy refuses to connect: some pass on its response.
      if (status === PROXY_LOGIN) {
        reject(proxyRefused(address.authority, status));
        outgoing.destroy();
        return;
      }
      resolve({
        status,
        header: (name) => {
          const value = headers[name];
          return Array.isArray(value) ? value[0] : value;
        },
        info: httpInfoSource(status, headers),
        body: nodeBody(incoming, scope),
      });
    });
    // Also fires if the socket breaks after the response; the body reports that.
    outgoing.on("error", (error) => {
      if (!replied) reject(translate(error, outgoing, address, scope));
    });
    send(pieces ?? [], outgoing);
  });
}

/**
 * Returns bytes, because Node concatenates a short string with the head of the request, and then keeps the dozens of strings
 * that make up the head until the response arrives.
 */
function bytesOf(piece: BodyPiece): Uint8Array {
  return typeof piece === "string" ? Buffer.from(piece) : piece;
}

function send(pieces: readonly Uint8Array[], outgoing: http.ClientRequest): void {
  for (const piece of pieces.slice(0, -1)) outgoing.write(piece);
  outgoing.end(pieces.at(-1));
}

function openRequest(
  options: http.RequestOptions,
  { authority, protocol }: Address,
  client: Client,
): http.ClientRequest {
  try {
    return client.request(options);
  } catch (error) {
    const code = systemCode(error);
    // The agent's certificate or key cannot be read.
    if (code.startsWith("ERR_OSSL_")) throw connectionFailed(authority, "connect", code);
    if (code === "ERR_INVALID_PROTOCOL") {
      throw invalidOption("agent", options.agent, `an agent for ${protocol}//, the protocol of the endpoint`);
    }
    // Agents open connections here, and may throw.
    throw noReply(error, { host: authority, protocol }, "connect", "node");
  }
}

/**
 * Ends the connect phase when the socket is ready, TLS included. Its deadline fails this request only, not the whole call:
 * nothing was sent, so the request can be retried.
 */
function watchConnecting(
  outgoing: http.ClientRequest,
  agent: http.Agent,
  scope: CallScope,
  onTooLate: (error: GeminiError) => void,
): void {
  const connecting = () => scope.enterPhase("connect", scope.timeouts.connect, onTooLate);
  // The caller's agent may limit its sockets; waiting for a free one does not count as connecting.
  const queued = waitsForSocket(outgoing, agent);
  if (queued) scope.enterPhase("connect");
  else connecting();
  outgoing.once("socket", (socket) => {
    if (!outgoing.reusedSocket) keepHandled(socket);
    const waitFor = "encrypted" in socket ? "secureConnect" : "connect";
    const ready = !socket.connecting && !(socket as TLSSocket & { secureConnecting?: boolean }).secureConnecting;
    const onReady = () => scope.enterPhase("headers", scope.timeouts.headers);
    if (ready) return onReady();
    if (queued) connecting();
    socket.once(waitFor, onReady);
  });
}

/**
 * Node stops listening for errors of a socket once the response is complete, even if the request is still being sent. If the
 * server then closes the connection, as it does after refusing a large request, the error would end the process.
 */
function keepHandled(socket: Socket): void {
  // An agent of the caller's own may not mark the sockets that it uses again.
  if (!socket.listeners("error").includes(ignoreError)) socket.on("error", ignoreError);
}

/** The request or the body reports the error, if anybody still waits for it. */
function ignoreError(): void {}

function waitsForSocket(outgoing: http.ClientRequest, agent: http.Agent): boolean {
  for (const name in agent.requests) if (agent.requests[name]?.includes(outgoing)) return true;
  return false;
}

function translate(error: unknown, outgoing: http.ClientRequest, address: Address, scope: CallScope): unknown {
  if (scope.signal.aborted) return scope.signal.reason;
  const code = systemCode(error);
  const { authority: host, protocol } = address;
  if (outgoing.reusedSocket && (code === "ECONNRESET" || code === "EPIPE")) return new StaleSocket(host, code);
  return noReply(error, { host, protocol }, scope.phase === "headers" ? "headers" : "connect", "node");
}
