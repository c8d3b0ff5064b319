import { expect, test } from "vitest";
import { hasReadCommand, programOf } from "../../src/prompt/shell-stdin.ts";

test.each([
  [[], {}],
  [["-l"], {}],
  [["-s", "word"], {}],
  [["--norc", "-i"], {}],
  [["./script.sh", "-c", "word"], { file: "./script.sh" }],
  [["-e", "script.sh"], { file: "script.sh" }],
  [["--", "script.sh"], { file: "script.sh" }],
  [["-c", "read line"], { text: "read line" }],
  [["-c", "--", "read line"], { text: "read line" }],
  [["-lc", "read line", "word"], { text: "read line" }],
  [["-eo", "pipefail", "-c", "read line"], { text: "read line" }],
  [["-o", "pipefail", "script.sh"], { file: "script.sh" }],
])("F152 a shell with the words %j runs %j", (words, program) => {
  expect(programOf(words)).toEqual(program);
});

test.each([
  "read -r line",
  "while read -r line; do ask; done",
  "while IFS= read -r line; do ask; done",
  "while IFS=$'\\t' LC_ALL=C read -r one two; do ask; done",
  `while IFS=" " read -r line; do ask; done`,
  "while IFS=\\; read -r line; do ask; done",
  "until ! read -r line\ndo ask\ndone",
  "do\n  read -r line",
  "for i in 1; do\tread line; done",
  "if read line; then ask; fi",
  "{ read -r first; ask; }",
  "(read first; ask)",
  "first() { read -r first; }",
  "cat names | command read -r line",
  "true && mapfile -t lines",
  "readarray lines",
  "sed 's/ #.*//' names | while read -r line; do ask; done",
  `eval "while read -r line; do ask; done"`,
  'x="$(read -r line; echo "$line")"',
])("F368 a shell reads its input by %j", (script) => {
  expect(hasReadCommand(script)).toBe(true);
});

test.each([
  `prepare && gemini-ts "please read the diff"`,
  `gemini-ts "Summarise what you read" --system 'read carefully'`,
  "# then read the names\nask",
  "  # while read is better\nask",
  "git config core.read true; ask",
  "chmod +r read; ./read_all; ask --read x",
  "reader | ask; already=1",
  "x=read ask",
])("F368 a shell does not read its input by %j", (script) => {
  expect(hasReadCommand(script)).toBe(false);
});

test("F368 a long script without commands that read is searched in linear time", () => {
  const script = "a=b ".repeat(100_000);
  expect(hasReadCommand(script)).toBe(false);
  expect(hasReadCommand(`${"x=1 ".repeat(50_000)}read line`)).toBe(true);
});

test.each(["read-config && ask", "read.py names; ask", "read=1"])(
  "F388 %j is no command of the shell that reads",
  (script) => {
    expect(hasReadCommand(script)).toBe(false);
  },
);

test.each(["\n", "\n ", "a=\n", "a=1 b=2\n", 'a="\n', "# read\n"])(
  "F388 a script of many lines %j is searched in linear time",
  (line) => {
    expect(hasReadCommand(line.repeat(100_000))).toBe(false);
  },
);
