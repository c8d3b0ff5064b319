export { type HostProcess, run } from "./run.ts";
