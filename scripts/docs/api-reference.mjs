import { join } from "node:path";
import ts from "typescript-5";
import { root } from "../set-up/paths.mjs";
import { isPublic, memberText, oneLine, signatureText } from "./declaration-text.mjs";
import { docOf } from "./doc-comment.mjs";

const INTRODUCTION = `# API reference

Everything that \`gemini-ts\` exports.
This page is generated from the doc comments by \`npm run docs\`; do not edit it.
`;

/** Begins a block that is no program, which tests would compile and run. */
const SIGNATURE = "```ts signature";

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

  const section = (title, belongs) => {
    const entries = symbols.filter(belongs).map((symbol) => entryOf(symbol, checker, names));
    return `## ${title}\n\n${entries.join("\n")}`;
  };
  const isFunction = ({ flags }) => (flags & ts.SymbolFlags.Function) !== 0;
  const isClass = (symbol) =>
    (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Variable)) !== 0 || classesBehind(symbol, names).length > 0;
  return [
    INTRODUCTION,
    section("Clients, chats, responses and errors", isClass),
    section("Functions", isFunction),
    section("Types", (symbol) => !isClass(symbol) && !isFunction(symbol)),
  ].join("\n");
}

/** The options that the SDK is compiled with. */
function compilerOptions() {
  const { config } = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, root).options;
}

function entryOf(symbol, checker, names) {
  const declarations = symbol.declarations.filter((declaration) => isPublic(declaration));
  const lines = [`### ${symbol.name}`, ""];
  const supertypes = supertypesOf(symbol).filter((type) => names.has(nameOf(type)) || isBuiltIn(type, checker));
  if (supertypes.length > 0)
    lines.push(`Extends ${supertypes.map((type) => linked(type.getText(), names)).join()}.`, "");
  if (symbol.flags & ts.SymbolFlags.Function) {
    const signatures = declarations.map((declaration) => `function ${signatureText(declaration)}`);
    lines.push(SIGNATURE, ...signatures, "```", "");
  }
  if (symbol.flags & ts.SymbolFlags.TypeAlias)
    lines.push(SIGNATURE, `type ${symbol.name} = ${aliasText(symbol, checker)}`, "```", "");
  lines.push(docOf(symbol, checker, names), "");
  const members = membersOf(symbol, checker, names);
  for (const member of members) lines.push(memberEntry(member, checker, names));
  if (members.length > 0) lines.push("");
  return lines.join("\n");
}

/** How it is constructed, then the members that it declares, then those of the class that it stands for. */
function membersOf(symbol, checker, names) {
  const constructors =
    symbol.flags & ts.SymbolFlags.Variable
      ? checker
          .getTypeOfSymbol(symbol)
          .getConstructSignatures()
          .map((signature) => signature.declaration)
      : [];
  const own = symbol.declarations.flatMap(({ members = [] }) => [...members]);
  const ofClass = classesBehind(symbol, names)
    .flatMap((type) => checker.getPropertiesOfType(checker.getTypeAtLocation(type)))
    .flatMap(({ declarations = [] }) => declarations)
    .sort((one, other) => one.pos - other.pos);
  return [...constructors, ...own, ...ofClass].filter((member) => isPublic(member));
}

function supertypesOf({ declarations }) {
  const clauses = declarations.flatMap(({ heritageClauses = [] }) => [...heritageClauses]);
  return clauses.filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword).flatMap(({ types }) => [...types]);
}

/** Some interfaces stand for a class that is not exported: `interface Chat extends PublicMembers<ChatClass>`. */
function classesBehind(symbol, names) {
  return supertypesOf(symbol).filter((type) => !names.has(nameOf(type)) && type.typeArguments !== undefined);
}

function nameOf(type) {
  return type.expression.getText();
}

function isBuiltIn(type, checker) {
  const [declaration] = checker.getSymbolAtLocation(type.expression)?.declarations ?? [];
  return declaration?.getSourceFile().hasNoDefaultLib === true;
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
  const doc = docOf(member.name ? checker.getSymbolAtLocation(member.name) : member.symbol, checker, names);
  const entry = `- \`${memberText(member)}\``;
  // An index signature has no doc comment.
  return doc === "" ? entry : `${entry}\\\n${doc}`.replaceAll("\n", "\n  ").replaceAll(/^ +$/gm, "");
}

function linked(name, names) {
  return names.has(name) ? `[\`${name}\`](#${name.toLowerCase()})` : `\`${name}\``;
}
