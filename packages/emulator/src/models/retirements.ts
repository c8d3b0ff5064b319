import type { GenerateBackend } from "../backend.ts";

/** The retirement of a model on a service. */
interface Retirement {
  /** Its name, or what the names of several models begin with, if it ends with "-". */
  readonly model: string;
  readonly service: GenerateBackend;
  /** The first day without it, in UTC. */
  readonly retiredOn: string;
  /** The model that answers under the name from then on; without one, the name gets a 404. */
  readonly replacement?: string;
}

/**
 * The Gemini API routes some retired names to newer models; Vertex AI removes them.
 *
 * @see https://ai.google.dev/gemini-api/docs/deprecations
 * @see https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/model-versions
 */
const retirements: readonly Retirement[] = [
  { model: "gemini-3-pro-preview", service: "gemini-api", retiredOn: "2026-03-09" },
  { model: "gemini-2.0-", service: "gemini-api", retiredOn: "2026-06-01" },
  { model: "gemini-3.5-flash", service: "gemini-api", retiredOn: "2026-10-08", replacement: "gemini-3.6-flash" },
  { model: "gemini-3.7-flash", service: "gemini-api", retiredOn: "2026-10-08", replacement: "gemini-3.8-flash" },
  { model: "gemini-2.5-pro", service: "gemini-api", retiredOn: "2026-12-01", replacement: "gemini-3.8-flash" },
  { model: "gemini-2.5-flash", service: "gemini-api", retiredOn: "2026-12-01", replacement: "gemini-3.5-flash-lite" },
  { model: "gemini-2.5-flash-image", service: "gemini-api", retiredOn: "2026-10-02" },
  { model: "gemini-3.1-flash-lite", service: "gemini-api", retiredOn: "2027-05-07" },
  { model: "gemini-2.5-pro", service: "vertex", retiredOn: "2026-10-20" },
  { model: "gemini-2.5-flash", service: "vertex", retiredOn: "2026-10-20" },
  { model: "gemini-2.5-flash-lite", service: "vertex", retiredOn: "2026-10-20" },
];

/** The retirement of a model, if its date has passed. */
export function retirementOf(model: string, service: GenerateBackend, now: number): Retirement | undefined {
  return retirements.find((one) => isNamed(one, model) && one.service === service && Date.parse(one.retiredOn) <= now);
}

function isNamed({ model }: Retirement, name: string): boolean {
  return model.endsWith("-") ? name.startsWith(model) : name === model;
}
