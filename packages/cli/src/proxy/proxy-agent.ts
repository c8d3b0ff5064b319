import http from "node:http";
import https from "node:https";
import type { Duplex } from "node:stream";
import { Agent, type AgentConnectOpts } from "agent-base";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { type ProxySettings, proxyFor } from "./proxy-settings.ts";

/** Sends each request through the proxy that the settings name for it, or directly. */
export class ProxyAgent extends Agent {
  readonly #settings: ProxySettings;
  readonly #agents = new Map<string, http.Agent>();
  /** Closes connections to a proxy that has not responded yet: they belong to no request. */
  readonly #closing = new AbortController();

  constructor(settings: ProxySettings) {
    super({ keepAlive: true });
    this.#settings = settings;
  }

  override connect(_request: http.ClientRequest, options: AgentConnectOpts): http.Agent {
    const isSecure = options.secureEndpoint;
    const host = (options.host ?? "localhost").replace(/^\[|\]$/g, "");
    const proxy = proxyFor(this.#settings, { isSecure, host, port: Number(options.port) });
    return this.#agentFor(proxy, isSecure);
  }

  override destroy(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#closing.abort();
    super.destroy();
  }

  #agentFor(proxy: URL | undefined, isSecure: boolean): http.Agent {
    const key = `${isSecure} ${proxy?.href}`;
    const agent = this.#agents.get(key) ?? createAgent(proxy, isSecure, this.#closing.signal);
    this.#agents.set(key, agent);
    return agent;
  }
}

function createAgent(proxy: URL | undefined, isSecure: boolean, signal: AbortSignal): http.Agent {
  if (!proxy) return isSecure ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
  // Options for the socket to the proxy; the types of the libraries do not have all of them.
  const options = { keepAlive: true, signal };
  return isSecure ? new TunnelAgent(proxy, options) : new HttpProxyAgent(proxy, options);
}

/** Fails if the proxy refuses to connect. The library's agent would pass on the proxy's response as Google's. */
class TunnelAgent extends HttpsProxyAgent<string> {
  override async connect(
    request: http.ClientRequest,
    options: Parameters<HttpsProxyAgent<string>["connect"]>[1],
  ): ReturnType<HttpsProxyAgent<string>["connect"]> {
    let statusCode = 0;
    request.once("proxyConnect", (response: { statusCode: number }) => {
      statusCode = response.statusCode;
    });
    let socket: Awaited<ReturnType<HttpsProxyAgent<string>["connect"]>>;
    try {
      socket = await super.connect(request, options);
    } catch (error) {
      // A proxy that closes the connection, or does not respond with HTTP, for which the library has no code.
      const { code } = error as NodeJS.ErrnoException;
      throw code === undefined || (code === "ECONNRESET" && statusCode === 0) ? tunnelFailure(502) : error;
    }
    if (statusCode === 200) return socket;
    (socket as Duplex).destroy();
    throw tunnelFailure(statusCode);
  }
}

/** The error of Node's own proxy support, which has the status 502 if the proxy sends none. */
function tunnelFailure(statusCode: number): Error {
  return Object.assign(new Error("The proxy refused to connect."), { code: "ERR_PROXY_TUNNEL", statusCode });
}
