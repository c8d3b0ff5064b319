import { expect, test } from "vitest";
import { programOf } from "../../src/prompt/shell-stdin.ts";

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
