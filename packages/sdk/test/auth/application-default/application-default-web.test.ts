import { expect, test } from "vitest";
import { applicationDefault } from "../../../src/auth/application-default/application-default.web.ts";
import type { Transport } from "../../../src/http/send.ts";
import { systemClock } from "../../../src/platform/system-clock.ts";
import { CallScope } from "../../../src/scope/call-scope.ts";
import { NO_TIMEOUTS } from "../../../src/scope/timeouts.ts";
import { failureOf } from "../../support/clients.ts";

const send = () => Promise.reject(new Error("Nothing is sent."));
const transport: Transport = { closed: new AbortController().signal, send, sendUnsigned: send };

test("a runtime without files has no default credentials: unsupported, with the alternatives", async () => {
  const scope = new CallScope({ clock: systemClock, timeouts: NO_TIMEOUTS });
  const { authorizer, project } = applicationDefault();
  for (const work of [Promise.resolve(authorizer(transport).headers(scope)), project(transport, scope)]) {
    const error = await failureOf(work);
    expect(error.code).toBe("unsupported");
    expect(error.message).toContain("accessToken");
    expect(error.message).toContain("apiKey");
  }
});
