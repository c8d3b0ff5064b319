import { describe, expect, test } from "vitest";
import type { GeminiError } from "../../../src/errors/gemini-error.ts";
import { createWorld, type World } from "../../auth/support/world.ts";
import { failureOf } from "../../support/clients.ts";

interface Refusal {
  readonly fault: string;
  readonly code: string;
  readonly reason: string | undefined;
  readonly message: string;
  readonly status: number;
  /** What the remedy has to name. */
  readonly remedy: readonly string[];
}

const otherWays = ["GEMINI_API_KEY", "Vertex AI"];
const validationLink = "https://accounts.google.com/verify?fake=1";

const refusals: readonly Refusal[] = [
  {
    fault: "F26",
    code: "account_disabled",
    reason: "TOS_VIOLATION",
    message: "Disabled.",
    status: 403,
    remedy: ["terms of the Gemini CLI", "Appeal", ...otherWays],
  },
  {
    fault: "F26 by words",
    code: "account_disabled",
    reason: undefined,
    message: "This service has been disabled in this account for violation of Terms of Service.",
    status: 403,
    remedy: ["terms of the Gemini CLI", "Appeal", ...otherWays],
  },
  {
    fault: "F31",
    code: "validation_required",
    reason: "VALIDATION_REQUIRED",
    message: "Verify your account.",
    status: 403,
    remedy: [validationLink],
  },
  {
    fault: "F32",
    code: "license_required",
    reason: "SUBSCRIPTION_REQUIRED",
    message: "No licence.",
    status: 403,
    remedy: otherWays,
  },
  {
    fault: "F32 by words",
    code: "license_required",
    reason: undefined,
    message: "You do not have a valid license for Gemini Code Assist. (#3501)",
    status: 403,
    remedy: otherWays,
  },
  {
    fault: "F32",
    code: "client_unsupported",
    reason: "UNSUPPORTED_CLIENT",
    message: "Please migrate.",
    status: 403,
    remedy: otherWays,
  },
  {
    fault: "F32 by words",
    code: "client_unsupported",
    reason: undefined,
    message: "This client is no longer supported for Gemini Code Assist for individuals.",
    status: 403,
    remedy: otherWays,
  },
  {
    fault: "F30",
    code: "region_unsupported",
    reason: "UNSUPPORTED_LOCATION",
    message: "Elsewhere.",
    status: 403,
    remedy: ["available-regions", "Vertex AI"],
  },
  {
    fault: "F30",
    code: "region_unsupported",
    reason: "UNKNOWN_LOCATION",
    message: "Where are you?",
    status: 403,
    remedy: ["available-regions"],
  },
  {
    fault: "F30 by words",
    code: "region_unsupported",
    reason: undefined,
    message: "Your current account is not eligible because it is not currently available in your location.",
    status: 403,
    remedy: ["available-regions"],
  },
  {
    fault: "F30 of the Gemini API",
    code: "region_unsupported",
    reason: undefined,
    message: "User location is not supported for the API use.",
    status: 400,
    remedy: ["available-regions"],
  },
  {
    fault: "F30 of the Gemini API's free tier",
    code: "region_unsupported",
    reason: undefined,
    message: "Gemini API free tier is not available in your country. Please enable billing.",
    status: 400,
    remedy: ["billing"],
  },
];

function errorBody({ reason, message, status }: Refusal): object {
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain: "cloudcode-pa.googleapis.com" };
  const help = { "@type": "type.googleapis.com/google.rpc.Help", links: [{ description: "", url: validationLink }] };
  const canonical = status === 400 ? "FAILED_PRECONDITION" : "PERMISSION_DENIED";
  return { error: { code: status, message, status: canonical, details: reason ? [info, help] : [] } };
}

/** Where it can stand, and what fails then. */
const places: readonly (readonly [place: string, fail: (world: World, refusal: Refusal) => Promise<GeminiError>])[] = [
  ...["loadCodeAssist", "generateContent"].map(
    (operation) =>
      [
        `the reply to ${operation}`,
        (world: World, refusal: Refusal) => {
          world.on(operation, () => Response.json(errorBody(refusal), { status: refusal.status }));
          return failureOf(world.client().generate("hi"));
        },
      ] as const,
  ),
  [
    "a plan out of reach",
    (world, { reason, message }) => {
      const tier = { reasonCode: reason, reasonMessage: message, validationUrl: validationLink };
      world.on("loadCodeAssist", () => Response.json({ currentTier: { id: "free-tier" }, ineligibleTiers: [tier] }));
      return failureOf(world.client().generate("hi"));
    },
  ],
  [
    "the end of onboarding",
    (world, refusal) => {
      world.on("loadCodeAssist", () => Response.json({ allowedTiers: [{ id: "free-tier", isDefault: true }] }));
      world.on("onboardUser", () => {
        const { error } = errorBody(refusal) as { error: object };
        return Response.json({ done: true, error: { ...error, code: refusal.status === 400 ? 9 : 7 } });
      });
      return failureOf(world.client().generate("hi"));
    },
  ],
  [
    "an event of a stream",
    (world, refusal) => {
      const event = `data: ${JSON.stringify(errorBody(refusal))}\n\n`;
      const headers = { "content-type": "text/event-stream" };
      world.on("streamGenerateContent", () => new Response(event, { headers }));
      return failureOf(world.client().sendMessageStream("hi").response());
    },
  ],
];

describe.each(refusals)("F26 F30 F31 F32, here $fault: $code ($reason)", (refusal) => {
  test.each(places)("in %s", async (_place, fail) => {
    await using world = await createWorld();
    await world.signIn();
    const error = await fail(world, refusal);
    expect(error).toMatchObject({ code: refusal.code, retryable: false });
    if (refusal.reason) expect(error.reason).toBe(refusal.reason);
    for (const words of refusal.remedy) expect(error.remedy).toContain(words);
  });
});

test("F30 a reason with its own remedy takes precedence over the others", async () => {
  await using world = await createWorld();
  await world.signIn();
  const ineligibleTiers = [
    { reasonCode: "RESTRICTED_NETWORK", reasonMessage: "Not on this network." },
    { reasonCode: "UNSUPPORTED_CLIENT", reasonMessage: "Please migrate." },
  ];
  world.on("loadCodeAssist", () => Response.json({ currentTier: { id: "free-tier" }, ineligibleTiers }));
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "client_unsupported" });
});

test("F30 an offered plan that needs a project: the error of the ineligible plans", async () => {
  await using world = await createWorld();
  await world.signIn();
  const reply = {
    allowedTiers: [{ id: "standard-tier", isDefault: true }],
    ineligibleTiers: [{ reasonCode: "UNSUPPORTED_LOCATION", reasonMessage: "Not in your country." }],
  };
  world.on("loadCodeAssist", () => Response.json(reply));
  const refused = { error: { code: 400, message: "Precondition check failed.", status: "FAILED_PRECONDITION" } };
  world.on("onboardUser", () => Response.json(refused, { status: 400 }));
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "region_unsupported", attempts: 2 });
  const withProject = await failureOf(world.client({ project: "fake-configured" }).generate("hi"));
  expect(withProject).toMatchObject({ code: "invalid_request", status: 400 });
});

// https://github.com/google-gemini/gemini-cli/issues/18062
test.each([
  [{ project: "fake-project-gone" }, "the option `project`", { option: "project" }],
  [{}, "GOOGLE_CLOUD_PROJECT", { variable: "GOOGLE_CLOUD_PROJECT" }],
])(
  "F158 Google's 404 to the set-up of an account with a project concerns the project: %o",
  async (options, named, setting) => {
    await using world = await createWorld({ environment: { GOOGLE_CLOUD_PROJECT: "fake-project-gone" } });
    await world.signIn();
    const error = { code: 404, status: "NOT_FOUND", message: "Requested entity was not found." };
    world.on("loadCodeAssist", () => Response.json({ error }, { status: 404 }));
    const failure = await failureOf(world.client({ backend: "code-assist", ...options }).generate("hi"));
    expect(failure).toMatchObject({ code: "permission_denied", status: 404, retryable: false, ...setting });
    expect(failure.summary).toContain(`The project "fake-project-gone" was named by ${named}.`);
    expect(failure.remedy).toMatch(/^The project does not exist, or was deleted: check its id/);
  },
);

test.each(["loadCodeAssist", "onboardUser"])("a 404 to %s concerns the address, not a model", async (name) => {
  await using world = await createWorld();
  await world.signIn();
  world.on("loadCodeAssist", () => Response.json({}));
  world.on(name, () => Response.json({ error: { code: 404, message: "Not found." } }, { status: 404 }));
  const error = await failureOf(world.client({ fallbackModels: ["gemini-2.5-pro"] }).generate("hi"));
  expect(error).toMatchObject({ code: "api_error", status: 404, retryable: false });
  expect(error.remedy).toContain("CODE_ASSIST_ENDPOINT");
});
