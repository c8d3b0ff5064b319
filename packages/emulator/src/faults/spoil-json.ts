/** How JSON is spoilt, as models do. */
export const jsonFaultNames = [
  "fenced",
  "in-text",
  "truncated",
  "wrong-type",
  "missing-member",
  "extra-member",
] as const;

/** One of {@link jsonFaultNames}. */
export type JsonFaultName = (typeof jsonFaultNames)[number];

/** The text with its JSON spoilt; unchanged if it is no JSON, or has nothing to spoil. */
export function spoilJson(text: string, fault: JsonFaultName): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  switch (fault) {
    case "fenced":
      return `\`\`\`json\n${text}\n\`\`\``;
    case "in-text":
      return `Here is the JSON that you asked for:\n\n${text}\n\nLet me know if you need anything else.`;
    case "truncated":
      return text.slice(0, Math.ceil(text.length / 2));
    default:
      return JSON.stringify(spoilt(value, fault), null, 2);
  }
}

/** Spoils the first place, from the outside in. */
function spoilt(value: unknown, fault: JsonFaultName): unknown {
  if (Array.isArray(value)) {
    const [first, ...others] = value;
    return value.length === 0 ? value : [spoilt(first, fault), ...others];
  }
  if (typeof value !== "object" || value === null) return fault === "wrong-type" ? otherType(value) : value;
  const [first, ...others] = Object.entries(value);
  if (fault === "extra-member") return { ...value, unexpected: "This member is not in the schema." };
  if (first === undefined) return value;
  if (fault === "missing-member") return Object.fromEntries(others);
  return Object.fromEntries([[first[0], spoilt(first[1], fault)], ...others]);
}

function otherType(value: unknown): unknown {
  return typeof value === "string" ? 0 : String(value);
}
