import { createEmulator } from "@gemini-ts/emulator";

export async function withEmulator(use: (url: string) => Promise<void>): Promise<number> {
  const emulator = createEmulator();
  try {
    await use(await emulator.listen());
    return emulator.calls.length;
  } finally {
    await emulator.close();
  }
}
