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

Credentials, the first of these that is set or found:
  1. --backend or --credentials
  2. GOOGLE_GENAI_USE_GCA, GOOGLE_GENAI_USE_VERTEXAI
     or GOOGLE_GENAI_USE_ENTERPRISE
  3. GEMINI_API_KEY or GOOGLE_API_KEY
  4. the sign-in chosen in the Gemini CLI's settings
  5. the Gemini CLI's login file

Exit codes:
  0    the answer is complete, or whatever read stdout closed it
  1    any other failure
  2    usage error: the command line, stdin, or a request that Google rejects
  3    sign-in, account or region
  4    no usable answer: blocked, empty, or does not fit --schema
  5    quota, rate limit, or the model is overloaded
  6    connection, timeout, truncated answer, or Google's servers failed
  130  stopped by Ctrl-C (SIGINT)
  143  stopped by SIGTERM`;
