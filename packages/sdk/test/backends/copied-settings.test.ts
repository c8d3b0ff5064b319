import { describe, expect, test } from "vitest";
import { GeminiClient, type GeminiOptions, geminiApi, vertex } from "../../src/index.ts";
import { createWorld } from "../auth/support/world.ts";
import { failureOf } from "../support/clients.ts";
import { expectHidden } from "../support/expect-hidden.ts";

const key = "AIza-fake-canary-key";

/** What a file of variables, a secret store or a template leaves in a value. */
const spoilt: readonly (readonly [value: string, got: string])[] = [
  [`"${key}"`, "a string in quotation marks"],
  [`'${key}'`, "a string in quotation marks"],
  [`${key}\r\n`, "a string that ends with a line end"],
  [`${key}\n`, "a string that ends with a line end"],
  [` ${key}`, "a string with white space around it"],
  [`\ufeff${key}`, "a string that begins with a byte order mark"],
  ["undefined", 'the text "undefined"'],
  ["[object Object]", 'the text "[object Object]"'],
  ["   ", "white space"],
  [`GEMINI_API_KEY=${key}`, "a string that begins with the name of a variable"],
  ["$GEMINI_API_KEY", "the name of a variable in place of its value"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it was not replaced
  ["${{ secrets.GEMINI_API_KEY }}", "the name of a variable in place of its value"],
  ["AIza-fake-canary-k\u00e9y", "a string"],
];

describe("F370 a setting was copied with something that is not part of it", () => {
  test.each(spoilt)("F370 %j as a key: nothing is sent, and the error says what is wrong", async (value, got) => {
    const asked: string[] = [];
    for (const variable of ["GEMINI_API_KEY", "GOOGLE_API_KEY"]) {
      await using world = await createWorld({ environment: { [variable]: value } });
      const error = await failureOf(world.client().generate("hi"));
      expect(error).toMatchObject({ code: "invalid_options", variable });
      expect(error.summary).toBe(`The environment variable \`${variable}\` got ${got}.`);
      expectHidden([key], error);
      asked.push(...world.emulator.calls.map(({ operation }) => operation));
    }
    for (const make of [() => new GeminiClient({ apiKey: value }), () => geminiApi({ apiKey: value })]) {
      expect(make).toThrow(`apiKey\` got ${got}.`);
    }
    expect(asked).toEqual([]);
  });

  test.each<[string, string]>([
    ['"my-project"', "a string in quotation marks"],
    ["my-project\r", "a string that ends with a line end"],
    ["my-project ", "a string with white space around it"],
    ["$PROJECT", "the name of a variable in place of its value"],
    ["undefined", 'the text "undefined"'],
    ["projects/my-project", "a string"],
  ])("F370 %j as a project of either backend", async (value, got) => {
    for (const [name, options] of [
      ["GOOGLE_CLOUD_PROJECT", { backend: vertex({ accessToken: "ya29.fake" }) }],
      ["GOOGLE_CLOUD_PROJECT", { backend: "code-assist" }],
      ["GOOGLE_CLOUD_PROJECT_ID", { backend: "code-assist" }],
    ] satisfies [string, GeminiOptions][]) {
      await using world = await createWorld({ environment: { [name]: value } });
      await world.signIn();
      const error = await failureOf(world.client(options).generate("hi"));
      expect(error).toMatchObject({ code: "invalid_options", variable: name });
      expect(error.summary).toBe(`The environment variable \`${name}\` got ${got}.`);
      expect(world.emulator.calls).toEqual([]);
    }
    expect(() => new GeminiClient({ project: value })).toThrow(`Option \`project\` got ${got}.`);
  });

  test.each(["my-project-123", "123456", "example.com:my-project", "My_Project.x"])(
    "F370 %s is a project",
    async (project) => {
      expect(() => vertex({ project, accessToken: "ya29.fake" })).not.toThrow();
    },
  );

  test("F370 an address in quotation marks", async () => {
    await using world = await createWorld({ environment: { GEMINI_API_KEY: "fake-key" } });
    world.environment.GOOGLE_GEMINI_BASE_URL = `"${world.environment.GOOGLE_GEMINI_BASE_URL}"`;
    const error = await failureOf(world.client().generate("hi"));
    expect(error).toMatchObject({ code: "endpoint_insecure", summary: expect.stringContaining("in quotation marks") });
  });

  test.each([
    ["~/key.json", "`~` is the home folder only in shells"],
    ['"/tmp/key.json"', "its quotation marks are taken as a part of the path"],
  ])("F370 GOOGLE_APPLICATION_CREDENTIALS is %s", async (path, why) => {
    const environment = { GOOGLE_APPLICATION_CREDENTIALS: path, GOOGLE_CLOUD_PROJECT: "p-1" };
    await using world = await createWorld({ environment });
    const error = await failureOf(world.client({ backend: "vertex" }).generate("hi"));
    expect(error.code).toBe("credentials_unreadable");
    expect(error.summary).toContain(`it does not exist; ${why}`);
  });
});
