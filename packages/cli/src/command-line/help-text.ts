/** The end of the help, after the options. */
export const helpAfterOptions = `
Examples:
  gemini-ts "Explain quantum computing in one sentence"
  gemini-ts --model gemini-3.8-flash --system "Be concise." "What is a monad?"
  gemini-ts "Summarise this" < notes.txt
  git diff | gemini-ts "Write a commit message for this change"
  gemini-ts --json "Name three rivers" | jq -r .text
  gemini-ts --schema person.json "Ada Lovelace" | jq -r .born
  gemini-ts --thinking-budget 2048 --show-thinking "Is 1009 prime?"
  gemini-ts --offline "What is 2+2?"
  gemini-ts -- "-5 + 3 is what?"

Credentials, the first that are found:
  --backend or --credentials;
  GOOGLE_GENAI_USE_GCA, or GOOGLE_GENAI_USE_VERTEXAI or _USE_ENTERPRISE;
  GEMINI_API_KEY or GOOGLE_API_KEY; the choice in the Gemini CLI;
  the Gemini CLI's login file.

Exit codes:
  0    the answer is complete, or the reader of stdout closed it
  1    any other failure
  2    usage: the command line, stdin, or a request that Google calls invalid
  3    sign-in, account or region
  4    no answer: blocked, empty, unusable or not as --schema says
  5    quota, rate limit, or the model is overloaded
  6    connection, timeout, truncated answer, or Google's servers failed
  130  stopped by Ctrl-C (SIGINT)
  143  stopped by SIGTERM`;
