import { apiKey, type Reply, type Started, say } from "./start-emulator.ts";

const content = { contents: [say("What is 2+2?")] };
const model = "gemini-3.5-flash-lite";

/** A request to each of the three services, whole or as a stream of events. */
export const services: Readonly<Record<"gemini-api" | "vertex" | "code-assist", (started: Started) => Promise<Reply>>> =
  {
    "gemini-api": ({ post }) => post(`/v1beta/models/${model}:generateContent`, content, apiKey),
    vertex: ({ post }) =>
      post(`/v1/projects/fake-mine/locations/global/publishers/google/models/${model}:generateContent`, content),
    "code-assist": ({ post }) =>
      post("/v1internal:generateContent", { model, project: "fake-project-001", request: content }),
  };
