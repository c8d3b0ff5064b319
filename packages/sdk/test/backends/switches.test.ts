import { expect, test } from "vitest";
import { createWorld, type World } from "../auth/support/world.ts";
import { failureOf } from "../support/clients.ts";

const key = { GEMINI_API_KEY: "fake-key" };

/** The backends that were asked for content. */
const asked = ({ emulator }: World) =>
  emulator.calls.filter((call) => call.operation === "generateContent").map((call) => call.backend);

const ON = ["true ", "\t1", " TRUE\r", "y", "T", "enabled", "yes", "On", '"true"', "'1' ", '" true "'];

test.each(ON)("F311 F341 a switch is on: %j", async (value) => {
  const environment = { ...key, GOOGLE_GENAI_USE_VERTEXAI: value, GOOGLE_VERTEX_BASE_URL: "ftp://x" };
  await using world = await createWorld({ environment });
  // Vertex AI was chosen: it is its address that is refused, before any default credentials are looked for.
  const error = await failureOf(world.client().generate("hi"));
  expect(error.message).toContain("GOOGLE_VERTEX_BASE_URL");
});

/** In Node, `process.env.X = undefined` sets the text "undefined"; `docker --env-file` keeps quotes. */
const OFF = [
  ...["false ", " 0", "F", "n", "no", "off", "disabled"],
  ...["undefined", "null", "None", " ", '"false"', "'0' ", '""'],
];

test.each(OFF)("F311 F341 a switch is off: %j", async (value) => {
  const environment = { ...key, GOOGLE_GENAI_USE_GCA: value, GOOGLE_GENAI_USE_VERTEXAI: value };
  await using world = await createWorld({ environment });
  await world.signIn();
  await world.client().generate("hi");
  expect(asked(world)).toEqual(["gemini-api"]);
});

test.each(["GOOGLE_GENAI_USE_GCA", "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_ENTERPRISE"])(
  "F311 %s has another value: invalid_options that names it, unless an option selects the backend",
  async (variable) => {
    await using world = await createWorld({ environment: { ...key, [variable]: "maybe" } });
    const error = await failureOf(world.client().generate("hi"));
    expect(error).toMatchObject({ code: "invalid_options", variable, attempts: 0 });
    expect(error.message).toContain(`\`${variable}\` has the unknown value "maybe". Set it to true or false`);
    world.environment[variable] = "fake-secret-canary";
    expect((await failureOf(world.client().generate("hi"))).message).not.toContain("canary");
    await world.client({ backend: "gemini-api" }).generate("hi");
    expect(asked(world)).toEqual(["gemini-api"]);
  },
);
