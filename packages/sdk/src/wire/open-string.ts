/**
 * A string with some known values. Google adds values without notice, so unlisted values are passed on unchanged
 * instead of being rejected.
 */
export type OpenString<Known extends string> = Known | (string & Record<never, never>);
