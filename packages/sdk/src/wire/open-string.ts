/**
 * A string of which some values are known. Google adds values without notice, so a value that is not listed is
 * passed on verbatim instead of being refused.
 */
export type OpenString<Known extends string> = Known | (string & Record<never, never>);
