import { SetUpError } from "./set-up-error.mjs";

const oldestSupportedMajor = 20;

/** Throws for a Node that is too old, before anything newer than it is used. */
export function requireSupportedNode(version) {
  if (Number.parseInt(version, 10) >= oldestSupportedMajor) return;
  throw new SetUpError(`gemini-ts needs Node ${oldestSupportedMajor} or newer; this is Node ${version}.`, {
    remedy: "Install a current Node from https://nodejs.org and run the command again.",
  });
}
