const MOST_PROBLEMS = 20;
const LONGEST_PROBLEM = 500;

/** Asks the model for its output once more. `problems`: what is wrong with the last one. */
export function repairPrompt(problems: readonly string[]): string {
  const listed = problems.slice(0, MOST_PROBLEMS).map((problem) => `- ${problem.slice(0, LONGEST_PROBLEM)}`);
  const more = problems.length > listed.length ? [`- and ${problems.length - listed.length} more problems`] : [];
  return [
    "Your last answer does not fit the JSON schema of the response:",
    ...listed,
    ...more,
    "Answer the request again: the whole corrected JSON, and nothing else.",
  ].join("\n");
}

/** Asks for the output after the tools have done their work. */
export const SECOND_STEP =
  "Write your answer as JSON that fits the schema of the response, and nothing else. Leave out nothing, and add nothing.";
