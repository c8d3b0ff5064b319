import { expect, test } from "vitest";
import { answerTo, callsOf, textOf, user } from "./ask.ts";

// As a coding agent declares them for every prompt, with descriptions that mention almost everything.
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  list_directory: ["dir_path"],
  read_file: ["file_path"],
  write_file: ["file_path", "content"],
  grep_search: ["pattern"],
  glob: ["pattern"],
  replace: ["file_path", "instruction", "old_string", "new_string"],
  run_shell_command: ["command", "description"],
  save_memory: ["fact"],
  google_web_search: ["query"],
  web_fetch: ["prompt"],
  update_topic: ["strategic_intent"],
  write_todos: ["todos"],
  ask_user: ["questions"],
  enter_plan_mode: ["reason"],
  complete_task: ["result"],
  read_many_files: ["include"],
  get_internal_docs: ["path"],
  get_weather: ["city"],
};
const functionDeclarations = Object.entries(TOOLS).map(([name, required]) => ({
  name,
  description: `Reads, writes, lists, counts, explains and answers: files, stories, fruits, names, numbers, words, sentences. ${name}`,
  parametersJsonSchema: {
    type: "object",
    properties: Object.fromEntries(required.map((key) => [key, { type: "string" }])),
    required,
  },
}));
const context = user("<session_context>\nThis is the Gemini CLI. Read the file README.md.\n</session_context>");
const answer = (prompt: string) => answerTo([context, user(prompt)], { tools: [{ functionDeclarations }] });

test.each([
  ["Read the file notes.txt", "read_file", { file_path: "notes.txt" }],
  ["please read src/index.ts", "read_file", { file_path: "src/index.ts" }],
  ["Read /etc/hosts and tell me about it", "read_file", { file_path: "/etc/hosts" }],
  ["List the files in this directory", "list_directory", { dir_path: "." }],
  ["list the directory src", "list_directory", { dir_path: "src" }],
  ["Run the shell command ls -la", "run_shell_command", { command: "ls -la" }],
  ["run `npm test`", "run_shell_command", { command: "npm test" }],
  ["Call save_memory", "save_memory", {}],
  ["What is the weather in Paris?", "get_weather", { city: "Paris" }],
])("%j calls %s", (prompt, name, args) => {
  const calls = callsOf(answer(prompt));
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({ name, args });
});

test("finds the path under the older name of the argument", () => {
  const older = [
    {
      name: "read_file",
      parametersJsonSchema: {
        type: "object",
        properties: { absolute_path: { type: "string" } },
        required: ["absolute_path"],
      },
    },
  ];
  expect(callsOf(answerTo("Read the file /tmp/notes.txt", { tools: [{ functionDeclarations: older }] }))).toEqual([
    { name: "read_file", args: { absolute_path: "/tmp/notes.txt" } },
  ]);
});

test.each([
  ["hello", "Hello!"],
  ["What is 2+2?", "2 + 2 = 4."],
  ["What is my name?", "do not know"],
  ["My name is Alice", "Nice to meet you, Alice!"],
  ["Write 20 words about file systems", "file systems"],
  ["Write a story in three paragraphs", "Once there was"],
  ["Count from 1 to 3", "1, 2, 3"],
  ["List five fruits", "1. Apple"],
  ["Explain quantum computing in one sentence", "qubits"],
  ["What is the plan for today?", "script"],
  ["Which files are the best for woodworking?", "script"],
])("%j calls nothing", (prompt, expected) => {
  expect(callsOf(answer(prompt))).toEqual([]);
  expect(textOf(answer(prompt))).toContain(expected);
});
