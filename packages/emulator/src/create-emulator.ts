import type { EmulatorCall } from "./call.ts";
import type { Emulator } from "./emulator.ts";
import { accessTokenLifetimeMs, loginScope } from "./oauth/token-store.ts";
import type { EmulatorOptions } from "./options.ts";
import { createHandler } from "./server/app.ts";
import { directFetch } from "./server/direct-fetch.ts";
import { type Listening, listen } from "./server/listen.ts";
import { createState } from "./state.ts";
import { checkLogin, checkOptions, checkPort } from "./validation/check-options.ts";

/**
 * Creates an emulator, which shares no state with others. It opens no socket until `listen()`.
 *
 * @throws Error for an unknown or invalid option; the message says what is allowed.
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  checkOptions(options);
  const state = createState(options);
  const calls: EmulatorCall[] = [];
  const { callLimit = Infinity } = options;
  const record = (call: EmulatorCall) => {
    calls.push(call);
    if (calls.length > callLimit) calls.shift();
  };
  const handle = createHandler(state, record, options.intercept);
  let listening: Promise<Listening> | undefined;
  let url: string | undefined;

  async function close(): Promise<void> {
    const server = listening;
    listening = undefined;
    url = undefined;
    await (await server)?.close();
  }

  return {
    fetch: directFetch((request) => handle(request)),
    async listen(port = 0) {
      checkPort(port);
      if (listening) throw new Error("The emulator already listens: call close() first, or create another emulator.");
      const server = listen(handle, {
        port,
        gzip: options.gzip ?? false,
        keepProcessAlive: options.keepProcessAlive ?? false,
      });
      listening = server;
      try {
        const opened = await server;
        // close() may have been called meanwhile.
        if (listening === server) url = opened.url;
        return opened.url;
      } catch (error) {
        if (listening === server) listening = undefined;
        throw error;
      }
    },
    get url() {
      if (url === undefined) throw new Error("The emulator has no URL yet: await listen() first.");
      return url;
    },
    calls,
    login(options = {}) {
      checkLogin(options);
      const { expiresInMs = accessTokenLifetimeMs } = options;
      const { token, expiresAt } = state.tokens.issueAccessToken(expiresInMs);
      return {
        access_token: token,
        refresh_token: state.tokens.issueRefreshToken(),
        scope: loginScope,
        token_type: "Bearer",
        expiry_date: expiresAt,
      };
    },
    next: (fault, matcher) => state.faults.next(fault, matcher),
    on: (matcher, fault) => state.faults.on(matcher, fault),
    assertAllUsed: () => state.faults.assertAllUsed(),
    clearCalls() {
      calls.length = 0;
    },
    reset() {
      state.faults.reset();
      state.quotas.reset();
      state.resetIds();
    },
    revoke: (token) => state.tokens.revoke(token),
    expireTokens: () => state.tokens.expireAll(),
    disableAccount() {
      state.account.disabled = true;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
