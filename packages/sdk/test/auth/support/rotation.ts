import type { WarningEvent } from "../../../src/platform/events.ts";
import type { World } from "./world.ts";

export const HOUR_MS = 3_600_000;

/**
 * Lets every renewal give a new refresh token: `fake-rotated-1` and so on, with the access tokens `fake-access-1` and so on,
 * which the emulator has to know. Gives the refresh tokens that were sent.
 */
export function rotate(world: World, meanwhile: (number: number) => unknown = () => {}): readonly (string | null)[] {
  const sent: (string | null)[] = [];
  world.on("token", async (number, request) => {
    sent.push(new URLSearchParams(await request.text()).get("refresh_token"));
    await meanwhile(number);
    return Response.json({
      access_token: `fake-access-${number}`,
      expires_in: 3_599,
      refresh_token: `fake-rotated-${number}`,
    });
  });
  return sent;
}

/** The warnings that were heard so far. */
export function warningsOf(world: World): WarningEvent[] {
  return world.events.filter((event) => event.type === "warning");
}
