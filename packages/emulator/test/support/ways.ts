import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/index.ts";
import { startEmulator } from "./start-emulator.ts";

/** An emulator, and one of the two ways to call it. */
export interface Way {
  readonly emulator: Emulator;
  ask(path: string, init?: RequestInit): Promise<Response>;
}

/** Calls over a socket, and through `emulator.fetch`. */
export const ways: readonly (readonly [name: string, start: (options?: EmulatorOptions) => Promise<Way>])[] = [
  [
    "a socket",
    async (options) => {
      const { emulator, url } = await startEmulator(options);
      return { emulator, ask: (path, init) => fetch(url + path, init) };
    },
  ],
  [
    "emulator.fetch",
    async (options) => {
      const emulator = createEmulator(options);
      return { emulator, ask: (path, init) => emulator.fetch(`https://example.com${path}`, init) };
    },
  ],
];
