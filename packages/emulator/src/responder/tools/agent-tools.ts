import { extractFrom } from "../hints/extract.ts";
import { findText } from "../hints/find-text.ts";

interface AgentTool {
  readonly name: string;
  readonly asked: RegExp;
  /** Arguments by their possible names; the declaration says which of them it knows. */
  readonly args: (prompt: string) => Readonly<Record<string, unknown>> | undefined;
}

/** What the prompt must say for a tool that coding agents declare all the time. */
const AGENT_TOOLS: readonly AgentTool[] = [
  {
    name: "read_file",
    asked:
      /\b(?:read|open|show|print|display|cat|view)\b.{0,40}\b(?:file|contents?)\b|\b(?:read|open|cat|view)\s+[\w./~-]{0,100}[./]\w/i,
    args: (prompt) => withPath(findText(extractFrom(prompt), "file")),
  },
  {
    name: "list_directory",
    asked: /\b(?:list|show|display|what(?:'s| is| are)?)\b.{0,40}\b(?:director(?:y|ies)|folders?|files)\b/i,
    args: (prompt) => withPath(findText(extractFrom(prompt), "directory") ?? "."),
  },
  {
    name: "run_shell_command",
    asked: /\b(?:run|execute)\b.{0,40}\b(?:shell|command|terminal)\b|\b(?:run|execute)\s+["'`]/i,
    args: (prompt) => {
      const command = findText(extractFrom(prompt), "command");
      return command === undefined ? undefined : { command, description: "Runs the command that was asked for." };
    },
  },
];

/** The arguments for a well-known tool, if the prompt asks for what it does; `undefined` for all other tools. */
export function argsForAgentTool(
  name: string,
  prompt: string,
  known: readonly string[],
): Record<string, unknown> | undefined {
  const tool = AGENT_TOOLS.find((candidate) => candidate.name === name);
  const args = tool?.asked.test(prompt.slice(0, 1_000)) ? tool.args(prompt) : undefined;
  return args && Object.fromEntries(Object.entries(args).filter(([key]) => known.includes(key)));
}

/** Whether a tool is called by the rules of this file only. */
export function isAgentTool(name: string): boolean {
  return AGENT_TOOLS.some((tool) => tool.name === name);
}

function withPath(path: string | undefined): Readonly<Record<string, string>> | undefined {
  if (path === undefined) return undefined;
  return { file_path: path, absolute_path: path, dir_path: path, path };
}
