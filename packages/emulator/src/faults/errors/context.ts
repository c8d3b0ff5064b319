import type { EmulatedService } from "../../backend.ts";
import { service as codeAssistHost } from "../../code-assist/service.ts";
import { service as geminiApiHost } from "../../gemini-api/service.ts";

/** What an error says about its call. */
export interface ErrorContext {
  readonly service: EmulatedService;
  readonly model: string;
  /** Such as `"34.07s"`. */
  readonly retryDelay: string | undefined;
  /** The credential of the request, which some of Google's messages repeat. */
  readonly credential?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const hosts: Readonly<Record<EmulatedService, string>> = {
  oauth: "oauth2.googleapis.com",
  "code-assist": codeAssistHost,
  "gemini-api": geminiApiHost,
  vertex: "aiplatform.googleapis.com",
};

/** The host by which a service names itself. */
export function hostOf(service: EmulatedService): string {
  return hosts[service];
}
