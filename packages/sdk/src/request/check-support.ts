import { unsupported } from "../errors/call-errors.ts";
import { type GenerationOptions, generationTable } from "../options/call-options.ts";
import { type BackendName, backendNames } from "../wire/backend-name.ts";

const names = Object.keys(generationTable) as (keyof GenerationOptions)[];
const limited = names.filter((name) => generationTable[name].onlyOn !== undefined);

/** Throws `unsupported` for an option that this backend does not support. */
export function checkSupport(options: GenerationOptions, backend: BackendName): void {
  for (const name of limited) {
    const { onlyOn = backendNames } = generationTable[name];
    if (options[name] == null || onlyOn.includes(backend)) continue;
    const remedy = `Remove it, or use ${onlyOn.map((one) => `\`${one}\``).join(" or ")}.`;
    throw unsupported(`Option \`${name}\``, `the backend \`${backend}\``, remedy);
  }
}
