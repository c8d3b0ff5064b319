/** A step of the set-up that failed: what failed, what the tool said (whole), and what to do, in one line. */
export class SetUpError extends Error {
  constructor(message, { remedy, output = "", exitCode = 1 }) {
    super(message);
    this.remedy = remedy;
    this.output = output;
    this.exitCode = exitCode;
  }
}

/** Prints a failed step on stderr and ends the process. Any other error is a bug of the scripts, and is thrown on. */
export function reportAndExit(error) {
  if (!(error instanceof SetUpError)) throw error;
  if (error.output !== "") process.stderr.write(`${error.output.trimEnd()}\n\n`);
  process.stderr.write(`${error.message}\n${error.remedy}\n`);
  process.exit(error.exitCode);
}
