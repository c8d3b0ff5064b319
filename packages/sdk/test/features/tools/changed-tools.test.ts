import { expect, it } from "vitest";
import { counted, declarationsIn, startAgent } from "./support/agent.ts";

const names = ["查天气", "查汇率", "查新闻"] as const;

/** A paused exchange with a call of the first tool, as another process stored it. */
async function pausedAgent() {
  const agent = await startAgent([{ text: "Which tools?" }]);
  const tools = names.map((name) => counted(name, undefined, { needsApproval: true }));
  const [first, second, third] = tools as [(typeof tools)[0], (typeof tools)[0], (typeof tools)[0]];
  const client = agent.client();
  const chat = client.chat({ tools: tools.map(({ tool }) => tool) });
  await chat.sendMessage("canary");
  const [declared] = declarationsIn(agent.requests()[0]).map(({ name }) => String(name));
  agent.emulator.next([{ functionCall: { name: declared ?? "" } }, { text: "Done." }]);
  await chat.sendMessage("canary");
  const stored = JSON.stringify(chat.contents);
  const resume = (given: readonly { readonly tool: typeof first.tool }[]) =>
    client
      .chat({ history: JSON.parse(stored), tools: given.map(({ tool }) => tool) })
      .resume({ toolLoop: { approve: () => "allow" } });
  return { resume, first, second, third, responses: agent.responses };
}

it("F361 a stored call runs its function, though the tools are in another order", async () => {
  const { resume, first, second, third } = await pausedAgent();
  const { steps } = await resume([third, second, first]);
  expect(steps.at(-2)?.calls[0]?.name).toBe(names[0]);
  expect([first, second, third].map(({ runs }) => runs.length)).toEqual([1, 0, 0]);
});

it("F361 a stored call of a tool that is gone runs no other function with a similar name", async () => {
  const { resume, second, third, responses } = await pausedAgent();
  await resume([third, second]);
  expect([second, third].map(({ runs }) => runs.length)).toEqual([0, 0]);
  expect(responses()).toEqual([{ error: expect.stringContaining("There is no function") }]);
});
