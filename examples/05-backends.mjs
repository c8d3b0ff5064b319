// Runs the same code with one of the three backends, chosen by name.
// Run: node examples/05-backends.mjs gemini-api | vertex | code-assist
import { codeAssist, GeminiClient, geminiApi, vertex } from "gemini-ts";

const backends = {
  "gemini-api": () => geminiApi({ apiKey: process.env.GEMINI_API_KEY }),
  // Without accessToken, vertex() uses Application Default Credentials through google-auth-library.
  vertex: () => vertex({ project: process.env.GOOGLE_CLOUD_PROJECT, accessToken: process.env.VERTEX_ACCESS_TOKEN }),
  // Google's terms forbid third-party software on this login: see docs/terms.md.
  "code-assist": () => codeAssist({ credentialsPath: process.env.CREDENTIALS_PATH }),
};

const name = process.argv[2] ?? "gemini-api";
if (!Object.hasOwn(backends, name)) throw new Error(`Not one of ${Object.keys(backends).join(", ")}: ${name}`);
const client = new GeminiClient({ backend: backends[name]() });
const { text } = await client.generate("What is 2+2?");
console.log(`${name}: ${text}`);
await client.close();
