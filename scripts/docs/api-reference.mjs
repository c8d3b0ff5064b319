import { join } from "node:path";
import ts from "typescript-5";
import { root } from "../set-up/paths.mjs";
import { isPublic, memberText, oneLine, signatureText } from "./declaration-text.mjs";
import { docOf } from "./doc-comment.mjs";

const INTRODUCTION = `# API reference

Everything that \`gemini-ts\` exports.
This page is generated from the doc comments by \`npm run docs\`; do not edit it.
`;

/** Returns the API reference of the SDK as Markdown: every export with its doc comment and its public members. */
export function apiReference() {
  const entry = join(root, "packages/sdk/src/index.ts");
  const program = ts.createProgram([entry], compilerOptions());
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(entry));
  const symbols = checker
    .getExportsOfModule(module)
    .map((exported) => (exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const names = new Set(symbols.map(({ name }) => name));

  const section = (title, flags) => {
    const entries = symbols.filter((symbol) => symbol.flags & flags).map((symbol) => entryOf(symbol, checker, names));
    return `## ${title}\n\n${entries.join("\n")}`;
  };
  const { Class, Function: Callable, Type } = ts.SymbolFlags;
  const forgotten = symbols.filter(({ flags }) => !(flags & (Callable | Type)));
  if (forgotten.length > 0) throw new Error(`No section for ${forgotten.map(({ name }) => name).join(", ")}.`);
  const sections = [section("Classes", Class), section("Functions", Callable), section("Types", Type & ~Class)];
  return [INTRODUCTION, ...sections].join("\n");
}

/** The options that the SDK is compiled with. */
function compilerOptions() {
  const { config } = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, root).options;
}

function entryOf(symbol, checker, names) {
  const declarations = symbol.declarations.filter((declaration) => isPublic(declaration));
  const lines = [`### ${symbol.name}`, ""];
  const supertypes = declarations.flatMap(({ heritageClauses = [] }) =>
    heritageClauses.filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword).flatMap(({ types }) => [...types]),
  );
  if (supertypes.length > 0)
    lines.push(`Extends ${supertypes.map((type) => linked(type.getText(), names)).join()}.`, "");
  if (symbol.flags & ts.SymbolFlags.Function) {
    const signatures = declarations.map((declaration) => `function ${signatureText(declaration)}`);
    lines.push("```ts", ...signatures, "```", "");
  }
  if (symbol.flags & ts.SymbolFlags.TypeAlias)
    lines.push("```ts", `type ${symbol.name} = ${aliasText(symbol, checker)}`, "```", "");
  lines.push(docOf(symbol, checker, names), "");
  const members = declarations.flatMap(({ members = [] }) => [...members]).filter((member) => isPublic(member));
  for (const member of members) lines.push(memberEntry(member, checker, names));
  if (members.length > 0) lines.push("");
  return lines.join("\n");
}

/** The type behind an alias, as it is written. If it depends on a value, such as a table of the library, its members. */
function aliasText(symbol, checker) {
  const written = oneLine(symbol.declarations[0].type.getText());
  // The library's type for unions to which Google may add members.
  const open = /^OpenString< ?(.*?) ?>$/.exec(written);
  if (open) return `${open[1].replace(/^\| /, "")} | string`;
  if (!/\b(?:keyof|typeof)\b/.test(written)) return written.replace(/^\| /, "");
  const { NoTruncation, InTypeAlias } = ts.TypeFormatFlags;
  return checker.typeToString(checker.getDeclaredTypeOfSymbol(symbol), undefined, NoTruncation | InTypeAlias);
}

function memberEntry(member, checker, names) {
  // A constructor and an index signature have no name.
  const symbol = member.name ? checker.getSymbolAtLocation(member.name) : member.symbol;
  const doc = docOf(symbol, checker, names).replaceAll("\n", "\n  ").replaceAll(/^ +$/gm, "");
  return `- \`${memberText(member)}\`  \n  ${doc}`;
}

function linked(name, names) {
  return names.has(name) ? `[\`${name}\`](#${name.toLowerCase()})` : `\`${name}\``;
}
