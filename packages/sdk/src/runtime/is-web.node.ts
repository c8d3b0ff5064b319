/**
 * Whether this is the build for browsers and edge runtimes. They have no environment variables, commands, files and agents,
 * so no error may name those there: write `isWeb ? "what exists there" : "what exists on Node"`. Bundlers drop the other
 * text.
 */
export const isWeb: boolean = false;
