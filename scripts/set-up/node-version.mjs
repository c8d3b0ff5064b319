import { SetUpError } from "./set-up-error.mjs";

/** The same as `engines` in every package.json: the versions in which `require()` of an ES module works. */
const supported = "20.19, 22.12 or newer";

/** Throws for a Node that is too old, before anything newer than it is used. */
export function requireSupportedNode(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major >= 23 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  throw new SetUpError(`gemini-ts needs Node ${supported}; this is Node ${version}.`, {
    remedy: "Install a current Node from https://nodejs.org and run the command again.",
  });
}
