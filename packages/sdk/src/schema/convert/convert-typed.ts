import { isRecord } from "../../wire/is-record.ts";
import type { Conversion } from "./conversion.ts";
import { type ConvertChild, convertArray, convertObject, onlyNames, patternOf } from "./convert-object.ts";
import {
  type Converted,
  convertFormat,
  convertNumber,
  describeInstead,
  type Hint,
  hintsInto,
} from "./convert-values.ts";
import {
  ANNOTATIONS,
  APPLIES_TO,
  CONVERTED,
  DEFINITIONS,
  SAID_BY_FORMAT,
  type TypeName,
  UNSUPPORTED,
} from "./keywords.ts";
import type { SchemaNode } from "./schema-document.ts";

/**
 * Converts the keywords that say something about one type. False if no value fits.
 *
 * @param type Undefined if the node is about values of any type.
 * @param said Restrictions that the caller left to the description.
 */
export function convertTyped(
  conversion: Conversion,
  node: SchemaNode,
  type: TypeName | undefined,
  convertChild: ConvertChild,
  said: readonly (readonly [keyword: string, value: unknown])[] = [],
): Converted | false {
  const hints: string[] = [];
  const hint = hintsInto(hints);
  for (const [keyword, value] of said) hint(keyword, value);
  reportAnnotations(conversion, node, node);
  for (const keyword of Object.keys(node)) {
    const about = APPLIES_TO.get(keyword);
    const applies = about === undefined || about === type || (about === "number" && type === "integer");
    if (keyword === "propertyNames" && takesAnyName(node[keyword])) {
      conversion.report(node, keyword, "omitted", "It allows every name.");
    } else if (keyword === "propertyNames" && type === "object" && onlyNames(node) !== undefined) {
      conversion.report(node, keyword, "rewritten", "Sent as `properties`.");
    } else if (keyword === "patternProperties" && type === "object" && saysAdditional(node)) {
      conversion.report(node, keyword, "rewritten", "Sent as `additionalProperties`.");
    } else if (!applies && type !== undefined) {
      conversion.report(node, keyword, "omitted", `It says nothing about the type ${type}.`);
    } else if (keyword === "pattern" && type === "string" && SAID_BY_FORMAT.get(String(node.format)) === node.pattern) {
      conversion.report(node, keyword, "omitted", "The format says it.");
    } else if (UNSUPPORTED.has(keyword) || (type === undefined && (about !== undefined || keyword === "format"))) {
      describeInstead(conversion, node, keyword, hint);
    }
  }
  const converted = convertOfType(conversion, node, type, convertChild, hint);
  if (converted === false) return false;
  const { title, description } = annotationsOf(node);
  const words = [description, ...hints].filter((text) => text !== undefined);
  const whole: Converted = {
    ...(title === undefined ? {} : { title }),
    ...(words.length === 0 ? {} : { description: words.join("\n") }),
    ...(type === undefined ? {} : { type }),
    ...converted,
  };
  conversion.setOrigin(whole, node);
  return whole;
}

function convertOfType(
  conversion: Conversion,
  node: SchemaNode,
  type: TypeName | undefined,
  convertChild: ConvertChild,
  hint: Hint,
): Converted | false {
  if (type === "object") return convertObject(conversion, node, convertChild);
  if (type === "array") return convertArray(conversion, node, convertChild);
  const format = type === undefined ? {} : convertFormat(conversion, node, type, hint);
  if (type !== "number" && type !== "integer") return format;
  const limits = convertNumber(conversion, node, type, hint);
  return Number(limits.minimum) > Number(limits.maximum) ? false : { ...format, ...limits };
}

/** Reports the keywords that are not sent because they restrict nothing. `at`: the node that has them in the document. */
export function reportAnnotations(conversion: Conversion, node: SchemaNode, at: SchemaNode): void {
  for (const keyword of Object.keys(node)) {
    // What is used of them is sent, and reported where it is referred to.
    if (DEFINITIONS.includes(keyword)) continue;
    if (ANNOTATIONS.has(keyword)) conversion.report(at, keyword, "omitted", "It restricts nothing.");
    else if (!CONVERTED.has(keyword) && !UNSUPPORTED.has(keyword)) {
      conversion.report(at, keyword, "omitted", "JSON Schema does not know it.");
    }
  }
}

/** `title` and `description`, if they are there. */
export function annotationsOf({ title, description }: SchemaNode): { title?: string; description?: string } {
  return {
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof description === "string" ? { description } : {}),
  };
}

/** Whether patterns say the same as `additionalProperties` would. */
function saysAdditional(node: SchemaNode): boolean {
  return node.properties === undefined && patternOf(node)?.isForAnyName === true;
}

/** Zod writes `propertyNames: { type: "string" }` for a record with any keys. */
function takesAnyName(schema: unknown): boolean {
  return (
    schema === true ||
    (isRecord(schema) && Object.entries(schema).every(([key, value]) => key === "type" && value === "string"))
  );
}
