/** Checks the arguments of a call. Returns them, with all transforms applied, or what is wrong with them. */
export type Validate = (args: unknown) => Promise<{ readonly args: unknown } | { readonly issues: readonly string[] }>;

/** The JSON Schema to send for the parameters of a function, and the check of its arguments. Throws `invalid_options`. */
export async function prepareParameters(
  _place: string,
  parameters: unknown,
): Promise<{ readonly json: unknown; readonly validate: Validate }> {
  return { json: parameters, validate: async (args) => ({ args }) };
}
