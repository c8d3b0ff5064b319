import { format } from "node:util";
import { shown } from "./sightings.ts";

const CONSOLE_METHODS = ["debug", "dir", "error", "info", "log", "table", "trace", "warn"] as const;

/** Looks at everything that this process prints from now on. */
export function watchOutput(): void {
  for (const name of ["stdout", "stderr"] as const) {
    const stream = process[name];
    const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
    stream.write = (...given: unknown[]) => {
      shown(name, typeof given[0] === "string" ? given[0] : Buffer.from(given[0] as Uint8Array).toString("latin1"));
      return write(...given);
    };
  }
  // Vitest's console does not write to the streams of the process.
  for (const name of CONSOLE_METHODS) {
    const print = console[name].bind(console) as (...given: unknown[]) => void;
    console[name] = (...given: unknown[]) => {
      shown(`console.${name}()`, format(...given));
      print(...given);
    };
  }
  process.on("warning", (warning) => shown("a warning of the process", `${warning.stack}`));
}
