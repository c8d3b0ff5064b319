import { expect, test } from "vitest";
import type { GeminiError } from "../../src/errors/gemini-error.ts";
import { failureOf } from "../support/clients.ts";
import { expectHidden } from "../support/expect-hidden.ts";
import { clockWithoutRereading } from "./support/test-clock.ts";
import { createWorld } from "./support/world.ts";

/** All that a service got, given back: form, body, headers. */
async function echo(request: Request): Promise<string> {
  return `${[...request.headers].map((header) => header.join(": ")).join("\n")}\n${await request.text()}`;
}

const wrappings: readonly [string, (text: string) => Response][] = [
  ["plain text", (text) => new Response(text, { status: 400 })],
  ["an OAuth error", (text) => Response.json({ error: "invalid_grant", error_description: text }, { status: 400 })],
  ["an unknown OAuth error", (text) => Response.json({ error: text, error_subtype: text }, { status: 400 })],
  ["a rejected client", (text) => Response.json({ error: "invalid_client", error_description: text }, { status: 401 })],
  ["a Google error", (text) => Response.json({ error: { code: 500, message: text, status: text } }, { status: 500 })],
  ["a success without a token", (text) => Response.json({ echoed: text, expires_in: 5 })],
  ["a success that is not JSON", (text) => new Response(text)],
  ["a redirect", (text) => new Response(null, { status: 302, headers: { location: `/${encodeURIComponent(text)}` } })],
  [
    "headers of its own",
    (text) => new Response("", { status: 500, headers: { "x-request-id": text.replace(/\s+/g, " ") } }),
  ],
];

test.each(wrappings)(
  "F23 a token endpoint that echoes the request as %s: nothing of it is shown",
  async (_name, wrap) => {
    const clock = clockWithoutRereading();
    // The delays before the retries.
    for (const wait of [250, 500]) clock.passQuickly(wait);
    const environment = { GEMINI_TS_OAUTH_CLIENT_SECRET: "fake-secret-canary" };
    await using world = await createWorld({ clock, environment });
    const login = await world.signIn({ expiresInMs: 0 });
    world.on("token", async (_number, request) => wrap(await echo(request)));
    const client = world.client({}, { ...world.newPlatform(), random: () => 0.5 });
    const error = await failureOf(client.generate("fake-prompt-canary"));
    const secrets = ["fake-secret-canary", login.refresh_token, login.access_token, "fake-prompt-canary"];
    expectHidden(secrets, error, world.events);
    expect(error.raw ?? "").not.toContain(login.refresh_token);
    expect(error.cause).toBeUndefined();
  },
);

test.each([
  ["loadCodeAssist", 400],
  ["loadCodeAssist", 403],
  ["generateContent", 400],
  ["generateContent", 500],
])("an access token that %s echoes with %i is in no error and no event", async (operation, status) => {
  await using world = await createWorld();
  const login = await world.signIn();
  // Shaped as Google's tokens are, since that is what redaction goes by.
  const token = "ya29.fake-access-canary";
  await world.writeLogin({ ...login, access_token: token });
  world.on("loadCodeAssist", () => Response.json({ currentTier: {}, cloudaicompanionProject: "fake-project" }));
  world.on(operation, async (_number, request) => {
    const message = `You sent ${request.headers.get("authorization")}.`;
    return Response.json({ error: { code: status, message, status: "INVALID_ARGUMENT" } }, { status });
  });
  const error = await failureOf(world.client().generate("hi"));
  expect(error.status).toBe(status);
  expectHidden([token, "fake-access-canary"], error, world.events);
});

test("no event of a sign-in, a renewal and an answer contains a token, a prompt or an answer", async () => {
  await using world = await createWorld();
  const login = await world.signIn({ expiresInMs: 0 });
  const { text } = await world.client().generate("My name is Fakecanary. What is my name?");
  expect(text).toContain("Fakecanary");
  expect(world.events.map((event) => event.type)).toContain("token-refresh");
  const sent = world.emulator.calls.flatMap((call) => call.headers.authorization?.replace("Bearer ", "") ?? []);
  expect(sent).not.toEqual([]);
  expectHidden([...sent, login.access_token, login.refresh_token, "Fakecanary"], world.events);
});

test("the stack of an error names only our files and shows no argument", async () => {
  await using world = await createWorld();
  const { refresh_token } = await world.signIn({ expiresInMs: 0 });
  world.emulator.revoke(refresh_token);
  const error: GeminiError = await failureOf(world.client().generate("fake-prompt-canary"));
  expectHidden([refresh_token, "fake-prompt-canary"], error);
  expect(Object.keys(error)).not.toContain("raw");
});
