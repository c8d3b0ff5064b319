/** What set a value: an option, an environment variable, or something else that `words` describes. */
export interface Origin {
  readonly option?: string | undefined;
  readonly variable?: string | undefined;
  /** If neither an option nor a variable: "the Application Default Credentials". */
  readonly words?: string | undefined;
}

/** Where the settings of a call came from. A refusal is often about one of them. */
export interface Origins {
  /** The project's id, and what named it. The id is unknown if it is that of an API key. */
  readonly project?: (Origin & { readonly id?: string | undefined }) | undefined;
  /** What named the address; undefined if it is Google's own. */
  readonly address?: Origin | undefined;
}

/** Names an origin in a sentence. */
export function originName({ option, variable, words }: Origin): string {
  if (option !== undefined) return `the option \`${option}\``;
  return variable ?? words ?? "an unknown setting";
}
