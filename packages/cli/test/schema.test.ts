import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "@gemini-ts/emulator";
import { describe, expect, test } from "vitest";
import { createHome } from "./support/home.ts";
import { runCommand } from "./support/run-command.ts";
import { generateBody, startEmulator } from "./support/servers.ts";

const person = {
  type: "object",
  properties: { name: { type: "string" }, born: { type: "integer" } },
  required: ["name", "born"],
};
const ada = { name: "A\u2028\u001b[31mda", born: 1815 };

/** The path of a file with this text. */
function fileWith(text: string): string {
  const path = join(createHome(), "schema.json");
  writeFileSync(path, text);
  return path;
}

const schemaFile = () => fileWith(`\ufeff${JSON.stringify(person)}`);

/** Runs the command on an emulator with these answers. */
async function ask(answers: readonly Fault[], words: readonly string[] = [], file = schemaFile()) {
  const { emulator, env } = await startEmulator();
  for (const answer of answers) emulator.next(answer);
  return { ...(await runCommand(["--schema", file, "--no-retry", ...words, "Ada"], { env })), emulator };
}

describe("F177 --schema", () => {
  test("prints the JSON on one line, with nothing that a terminal executes, and nothing else", async () => {
    const { exitCode, stdout, stderr, emulator } = await ask([{ json: ada }]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toBe('{"name":"A\\u2028\\u001b[31mda","born":1815}\n');
    expect(JSON.parse(stdout)).toEqual(ada);
    expect(generateBody(emulator).generationConfig.responseJsonSchema).toMatchObject(person);
  });

  test.each(["fenced", "in-text"] as const)("understands JSON that is %s", async (jsonFault) => {
    expect(JSON.parse((await ask([{ json: ada, jsonFault }])).stdout)).toEqual(ada);
  });

  test("repairs once, and says so", async () => {
    const { exitCode, stdout, stderr } = await ask([{ json: ada, jsonFault: "wrong-type" }, { json: ada }]);
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, ada]);
    expect(stderr).toBe("The answer does not fit the schema; asking for a corrected one.\n");
  });

  test.each<[string, Fault, number, RegExp]>([
    [
      "does not fit",
      { json: { born: "canary", name: "canary" } },
      4,
      /^The output does not fit --schema at #\/born\. /m,
    ],
    [
      "is cut at the token limit",
      { json: { name: "canary".repeat(9) }, jsonFault: "truncated" },
      4,
      /--max-output-tokens/,
    ],
    ["is no JSON", { text: "canary" }, 4, /has no JSON/],
    ["is blocked", { blocked: true }, 4, /blocked/],
    ["fails", { error: "overloaded" }, 5, /overloaded/],
  ])("stdout stays empty if the output %s", async (_, answer, code, message) => {
    const { exitCode, stdout, stderr } = await ask([answer, answer]);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test.each([[[]], [["--json"]]])("F240 output that is whole is complete, however it ended (%j)", async (words) => {
    const { exitCode, stdout, stderr } = await ask([{ json: ada, finishReason: "MAX_TOKENS" }], words);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const printed = JSON.parse(stdout);
    expect(words.length === 0 ? printed : printed.object).toEqual(ada);
  });

  test("--json prints the value as the member `object`", async () => {
    const { stdout } = await ask([{ json: ada, thinking: "Ada was a mathematician." }], ["--json"]);
    const { object, text, thinking, backend } = JSON.parse(stdout);
    expect({ object, thinking, backend }).toEqual({
      object: ada,
      thinking: "Ada was a mathematician.",
      backend: "gemini-api",
    });
    expect(JSON.parse(text)).toEqual(ada);
  });

  test("--show-thinking prints the thinking on stderr", async () => {
    const { stdout, stderr } = await ask([{ json: ada, thinking: "Ada was a mathematician." }], ["--show-thinking"]);
    expect([JSON.parse(stdout), stderr]).toEqual([ada, "Ada was a mathematician.\n"]);
  });

  test("F273 a warning about the schema names the flag, and no functions of the SDK", async () => {
    const { stderr } = await ask([{ json: "Ada" }], [], fileWith('{"type": "string", "minLength": 3}'));
    expect(stderr).toBe(
      "Warning: Gemini does not accept the schema in --schema as it is, so these keywords were changed: `minLength` at # (widened).\n",
    );
  });

  test("F297 a warning about a misspelt keyword says what was probably meant", async () => {
    const { stderr } = await ask([{ json: "Ada" }], [], fileWith('{"type": "string", "tilte": "Name"}'));
    expect(stderr).toBe(
      "Warning: The schema in --schema has a member that is not a JSON Schema keyword (at #/tilte). Did you mean `title`?\n",
    );
  });

  test("works offline", async () => {
    const { exitCode, stdout } = await runCommand(["--offline", "--schema", schemaFile(), "Ada"]);
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, { name: expect.any(String), born: expect.any(Number) }]);
  });

  test.each<[string, () => string, RegExp]>([
    [
      "is not there",
      () => join(createHome(), "none.json"),
      /^The --schema file cannot be read \(ENOENT\): .*none\.json\n/,
    ],
    ["is no JSON", () => fileWith("type: object"), /^The --schema file is not JSON: /],
    ["is a list", () => fileWith("[]"), /^The --schema file is not a JSON object: /],
    [
      "is a shape",
      () => fileWith('{"name": "string"}'),
      /^The schema in --schema has no JSON Schema keyword.*\n.*`properties`/,
    ],
    ["has a wrapper", () => fileWith(JSON.stringify({ name: "ada", schema: person })), /\n.*its member #\/schema\.$/m],
    ["is no schema", () => fileWith('{"type": "person"}'), /^The schema in --schema .*\(at #\/type\)\.\n/],
  ])("a file that %s is a usage failure, and nothing is sent", async (_, path, message) => {
    const { exitCode, stdout, stderr, emulator } = await ask([], [], path());
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(emulator.calls).toEqual([]);
  });
});
