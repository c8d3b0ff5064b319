import { test } from "vitest";

test("a rejection that nobody handles", async () => {
  void Promise.reject(new Error("nobody handles this"));
  await new Promise((resolve) => setImmediate(resolve));
});
