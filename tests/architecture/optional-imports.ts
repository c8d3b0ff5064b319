import ts from "typescript-5";
import type { Manifest, SourceFile } from "./source-files.ts";

/** The peers that a package can do without. */
export function optionalPeers({ peerDependenciesMeta = {} }: Manifest): string[] {
  return Object.keys(peerDependenciesMeta).filter((name) => peerDependenciesMeta[name]?.optional);
}

/**
 * One sentence for every import of an optional package that would make a bundler fail without it. Types aside, an optional
 * package is imported as `try { await import("name") } catch`: bundlers look for it in the syntax, and some of them
 * do not recognise a rejection that is caught in another way or outside the function.
 */
export function unsafeOptionalImports(files: readonly SourceFile[], optional: readonly string[]): string[] {
  return files.flatMap((file) => {
    const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const name = importedName(node);
      const isOptional = optional.some((peer) => name === peer || name?.startsWith(`${peer}/`));
      if (isOptional && !isAwaitedInTry(node)) found.push(`${file.path} imports "${name}" in another form`);
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

/** What a node imports at run time: `import`, `export from`, `import x = require()`, `import()`, `require()`. */
function importedName(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node)) return node.importClause?.isTypeOnly ? undefined : textOf(node.moduleSpecifier);
  if (ts.isExportDeclaration(node)) return node.isTypeOnly ? undefined : textOf(node.moduleSpecifier);
  if (ts.isExternalModuleReference(node)) return textOf(node.expression);
  if (!ts.isCallExpression(node)) return undefined;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require";
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isRequire || isImport ? textOf(node.arguments[0]) : undefined;
}

const textOf = (node: ts.Node | undefined) => (node && ts.isStringLiteralLike(node) ? node.text : undefined);

function isAwaitedInTry(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return false;
  if (!ts.isAwaitExpression(node.parent)) return false;
  for (let inner: ts.Node = node; !ts.isFunctionLike(inner) && inner.parent !== undefined; inner = inner.parent) {
    const outer = inner.parent;
    if (ts.isTryStatement(outer) && outer.tryBlock === inner && outer.catchClause !== undefined) return true;
  }
  return false;
}
