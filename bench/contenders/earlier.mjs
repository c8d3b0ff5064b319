// The client of another clone, which `--against` names, made in the same way.

export * from "./gemini-ts.mjs";
