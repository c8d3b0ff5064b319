import { expect, test } from "vitest";
import { sharedState } from "../../src/platform/shared-state.ts";
import { testPlatform } from "../support/platform.ts";

test("each platform, and within it each owner, has its own state, created once", () => {
  const stateOf = sharedState(() => ({ value: 0 }));
  const [platform, other] = [testPlatform(), testPlatform()];
  const owner = {};
  stateOf(platform).value = 1;
  stateOf(platform, owner).value = 2;
  expect([stateOf(platform), stateOf(platform, null), stateOf(platform, owner)]).toEqual([
    { value: 1 },
    { value: 1 },
    { value: 2 },
  ]);
  expect([stateOf(other), stateOf(other, owner)]).toEqual([{ value: 0 }, { value: 0 }]);
});

test("a state can be undefined, and is still created only once", () => {
  let made = 0;
  const stateOf = sharedState(() => {
    made += 1;
    return undefined;
  });
  const platform = testPlatform();
  expect([stateOf(platform), stateOf(platform), made]).toEqual([undefined, undefined, 1]);
});
