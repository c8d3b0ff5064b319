import http, { type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gcpMetadata } from "google-auth-library";
import { expect, onTestFinished, test, vi } from "vitest";
import { vertex } from "../../../src/backends/vertex/vertex.ts";
import { failureOf } from "../../support/clients.ts";
import { TOKEN, useCredentials } from "../support/default-credentials.ts";
import { createGate } from "../support/gate.ts";
import { TestClock } from "../support/test-clock.ts";
import { createWorld, type World, type WorldOptions } from "../support/world.ts";

// google-auth-library reads the environment of the process, so the tests of this file run one after the other.

/** A metadata server as on Google's machines; `answer` responds to requests for tokens, with their number from 1. */
async function startMetadataServer(world: World, answer: (response: ServerResponse, number: number) => void) {
  await useCredentials(world, undefined);
  let tokens = 0;
  const server = http.createServer((request, response) => {
    response.setHeader("metadata-flavor", "Google");
    if (request.url?.includes("/token")) {
      tokens += 1;
      answer(response, tokens);
    } else response.end("fake-project");
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
    // Other tests share google-auth-library with this one, and have no metadata server.
    gcpMetadata.resetIsAvailableCache();
    gcpMetadata.setGCPResidency(false);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("GCE_METADATA_HOST", `127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("METADATA_SERVER_DETECTION", "assume-present");
  // As in Cloud Run, where the library sets no deadline of its own.
  vi.stubEnv("K_SERVICE", "fake-service");
}

const token = (response: ServerResponse) =>
  response
    .setHeader("content-type", "application/json")
    .end(JSON.stringify({ access_token: TOKEN, expires_in: 3_599, token_type: "Bearer" }));

const createOwnWorld = (options: WorldOptions = {}) => createWorld({ accessTokens: [TOKEN], ...options });

const clientOf = (world: World) => world.client({ backend: vertex({ project: "fake-project" }), retry: false });

test("the service account of the machine signs in", async () => {
  await using world = await createOwnWorld();
  await startMetadataServer(world, token);
  expect((await clientOf(world).generate("What is 2+2?")).text).toContain("4");
});

test("F140 a metadata server that does not respond: a deadline, and the next call sends a new request", async () => {
  const clock = new TestClock();
  await using world = await createOwnWorld({ clock });
  const asked = createGate();
  await startMetadataServer(world, (response, number) => {
    asked.open();
    if (number > 1) token(response);
  });
  const client = clientOf(world);
  const failure = failureOf(client.generate("hi"));
  await asked.opened;
  clock.advance(10_000);
  expect(await failure).toMatchObject({ code: "timeout", phase: "token" });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
});

test("F145 a machine without a service account: the error has the status and says what to attach", async () => {
  await using world = await createOwnWorld();
  await startMetadataServer(world, (response) => response.writeHead(404).end("canary"));
  const error = await failureOf(clientOf(world).generate("hi"));
  expect(error).toMatchObject({ code: "no_credentials", status: 404 });
  expect(error.remedy).toContain("Attach a service account");
  expect(error.message).not.toContain("canary");
});

test("F145 a missing metadata server: connection_failed", async () => {
  await using world = await createOwnWorld();
  await startMetadataServer(world, token);
  vi.stubEnv("GCE_METADATA_HOST", "127.0.0.1:1");
  expect(await failureOf(clientOf(world).generate("hi"))).toMatchObject({
    code: "connection_failed",
    phase: "token",
    reason: "ECONNREFUSED",
    retryable: true,
  });
});
