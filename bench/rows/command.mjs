import { spawnSync } from "node:child_process";

export const rows = [
  {
    id: "command",
    title: '`gemini-ts "hi"`, the whole process',
    only: ["gemini-ts"],
    often: 3,
    scenes: { answer: { kind: "fixed", events: 10, characters: 20, answer: 200 } },
    values: {
      wallMs: { title: "wall", unit: "ms", goals: {} },
      nodeMs: { title: "wall of `node -e 0`", unit: "ms", goals: {} },
      ratio: { title: "over `node -e 0`", unit: "times", goals: { 20: 2.5, 24: 2.5 } },
    },
    measureOutside({ node, environment, url, command }) {
      const env = { ...environment, GEMINI_API_KEY: "fake-key", GOOGLE_GEMINI_BASE_URL: url };
      const { wallMs: nodeMs } = timed(node, ["-e", "0"], env);
      const { wallMs, stdout } = timed(node, [command, "hi"], env);
      if (!stdout.startsWith("It depends")) throw new Error(`The command printed ${JSON.stringify(stdout)}.`);
      return { wallMs, nodeMs, ratio: wallMs / nodeMs };
    },
  },
];

function timed(node, nodeArguments, env) {
  const begun = performance.now();
  const { status, stdout, stderr } = spawnSync(node, nodeArguments, { env, encoding: "utf8" });
  const wallMs = performance.now() - begun;
  if (status !== 0) throw new Error(`\`node ${nodeArguments.join(" ")}\` ended with ${status}: ${stderr}`);
  return { wallMs, stdout };
}
