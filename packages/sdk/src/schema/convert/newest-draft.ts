import type { Conversion } from "./conversion.ts";
import type { SchemaNode } from "./schema-document.ts";

const LIMITS = [
  ["minimum", "exclusiveMinimum"],
  ["maximum", "exclusiveMaximum"],
] as const;

/**
 * A node in the keywords of draft 2020-12, so that two nodes can be merged keyword by keyword. Returns the node itself if it
 * has no others.
 *
 * @see https://json-schema.org/draft-06/json-schema-release-notes
 * @see https://json-schema.org/draft/2020-12/release-notes
 */
export function inNewestDraft(conversion: Conversion, node: SchemaNode): SchemaNode {
  const isOlder =
    Array.isArray(node.items) ||
    node.additionalItems !== undefined ||
    LIMITS.some(([, exclusive]) => typeof node[exclusive] === "boolean");
  if (!isOlder) return node;
  const { document } = conversion;
  return document.placeAt(withItems(conversion, withLimits(conversion, node), node), document.pathOf(node));
}

/** In draft 4, `exclusiveMinimum: true` makes the `minimum` beside it exclusive. */
function withLimits(conversion: Conversion, given: SchemaNode): SchemaNode {
  const node: Record<string, unknown> = { ...given };
  for (const [inclusive, exclusive] of LIMITS) {
    const isExclusive = node[exclusive];
    if (typeof isExclusive !== "boolean") continue;
    delete node[exclusive];
    if (isExclusive && node[inclusive] !== undefined) {
      node[exclusive] = node[inclusive];
      delete node[inclusive];
    } else
      conversion.report(given, exclusive, "omitted", `It restricts nothing without \`${inclusive}\`, or if false.`);
  }
  return node;
}

/** Before draft 2020-12, a list in `items` is `prefixItems`, and `additionalItems` is what `items` is now. */
function withItems(conversion: Conversion, { additionalItems, ...node }: SchemaNode, given: SchemaNode): SchemaNode {
  if (!Array.isArray(node.items)) {
    if (additionalItems !== undefined) {
      conversion.report(given, "additionalItems", "omitted", "It means nothing unless `items` is a list.");
    }
    return node;
  }
  conversion.report(given, "items", "rewritten", "A list of schemas is sent as `prefixItems`.");
  const { items: prefixItems, ...beside } = node;
  if (additionalItems === undefined) return { ...beside, prefixItems };
  conversion.report(given, "additionalItems", "rewritten", "Sent as `items`.");
  return { ...beside, prefixItems, items: additionalItems };
}
