import { expect, test } from "vitest";
import { everythingShown } from "../../../../tests/canaries/everything-shown.ts";
import { codeAssist } from "../../src/backends/code-assist/code-assist.ts";
import { vertex } from "../../src/backends/vertex/vertex.ts";
import { createGate } from "../auth/support/gate.ts";
import { createWorld } from "../auth/support/world.ts";
import { failureOf } from "../support/clients.ts";

/** The same on both backends that take one. */
const makers = [
  ["codeAssist", codeAssist],
  ["vertex", vertex],
] as const;

test.each(makers)(
  "%s calls the callback again after a 401, and retries the request with another token",
  async (_name, make) => {
    await using world = await createWorld({ accessTokens: ["fake-good"] });
    let current = "fake-old";
    const tokens: string[] = [];
    const accessToken = async () => {
      tokens.push(current);
      return current;
    };
    world.on("generateContent", (_number, request) => {
      if (request.headers.get("authorization") !== "Bearer fake-old") return undefined;
      current = "fake-good";
      return Response.json({ error: { code: 401, message: "no", status: "UNAUTHENTICATED" } }, { status: 401 });
    });
    world.on("loadCodeAssist", () => Response.json({ currentTier: {}, cloudaicompanionProject: "fake-project" }));
    const client = world.client({ backend: make({ accessToken, project: "fake-project" }) });
    expect((await client.generate("What is 2+2?")).text).toContain("4");
    expect(world.calls("generateContent").map((call) => call.headers.authorization)).toEqual([
      "Bearer fake-old",
      "Bearer fake-good",
    ]);
    expect(tokens[0]).toBe("fake-old");
    expect(tokens.at(-1)).toBe("fake-good");
  },
);

test.each(makers)("%s calls the callback once for each request", async (_name, make) => {
  await using world = await createWorld({ accessTokens: ["fake-good"] });
  let asked = 0;
  const accessToken = () => {
    asked += 1;
    return "fake-good";
  };
  const client = world.client({ backend: make({ accessToken, project: "fake-project-001" }) });
  await client.generate("hi");
  await client.generate("hi");
  expect(asked).toBe(world.emulator.calls.length);
});

test.each(makers)(
  "%s replays a request with the very token that the callback returned after a 401",
  async (_name, make) => {
    await using world = await createWorld();
    let made = 0;
    const accessToken = () => {
      made += 1;
      return `fake-${made}`;
    };
    const client = world.client({ backend: make({ accessToken, project: "fake-project" }) });
    expect(await failureOf(client.generate("hi"))).toMatchObject({ status: 401 });
    // Every token that was made has been sent, in this order.
    const sent = world.emulator.calls.map((call) => call.headers.authorization);
    expect(sent).toEqual(["Bearer fake-1", "Bearer fake-2"]);
    expect(made).toBe(2);
  },
);

test.each(makers)("%s does not retry the request if the callback returns the same token", async (_name, make) => {
  await using world = await createWorld();
  world.on("loadCodeAssist", () => Response.json({ currentTier: {}, cloudaicompanionProject: "fake-project" }));
  const client = world.client({ backend: make({ accessToken: () => "fake-unknown", project: "fake-project" }) });
  expect(await failureOf(client.generate("hi"))).toMatchObject({ status: 401, attempts: 1 });
  expect(world.calls("generateContent")).toHaveLength(1);
});

test.each(makers)(
  "%s: a callback that throws is a typed error that contains nothing of what it threw",
  async (_name, make) => {
    await using world = await createWorld();
    const accessToken = () => Promise.reject(new RangeError("fake-canary in a foreign message"));
    const client = world.client({ backend: make({ accessToken, project: "fake-project" }) });
    const error = await failureOf(client.generate("hi"));
    expect(error).toMatchObject({ code: "no_credentials", phase: "credentials", attempts: 0 });
    expect(error.message).toContain("accessToken");
    expect(everythingShown(error)).not.toContain("canary");
    expect(world.emulator.calls).toEqual([]);
  },
);

test.each([
  ["nothing", undefined],
  ["an empty text", ""],
  ["a text with a line break", "fake-canary\nx: y"],
  ["a number", 5],
])("a callback that returns %s: no_credentials names it, and nothing is sent", async (_name, given) => {
  await using world = await createWorld();
  const backend = vertex({ accessToken: () => given as string, project: "fake-project" });
  const error = await failureOf(world.client({ backend }).generate("hi"));
  expect(error).toMatchObject({ code: "no_credentials", phase: "credentials", attempts: 0 });
  expect(error.message).toContain("accessToken");
  expect(error.message).not.toContain("Application Default");
  expect(everythingShown(error)).not.toContain("canary");
  expect(world.emulator.calls).toEqual([]);
});

test("waiting for a callback that hangs can be aborted", async () => {
  await using world = await createWorld();
  const controller = new AbortController();
  const asked = createGate();
  const accessToken = () => {
    asked.open();
    return new Promise<string>(() => {});
  };
  const client = world.client({ backend: vertex({ accessToken, project: "fake-project" }) });
  const failure = failureOf(client.generate("hi", { signal: controller.signal }));
  await asked.opened;
  controller.abort();
  expect(await failure).toMatchObject({ code: "aborted", phase: "credentials", attempts: 0 });
});
