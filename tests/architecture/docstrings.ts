import ts from "typescript-5";

/**
 * One line for every name that an entry file exports without a doc comment at its declaration, and for every public
 * member without one of the interfaces and classes among them. A member may inherit its comment from an interface or base
 * class. `ownFolder` leaves out what other packages declare. The entry file is one of the program's root files.
 */
export function undocumentedNames(program: ts.Program, entryFile: string, ownFolder: string): string[] {
  const checker = program.getTypeChecker();
  const entry = program.getSourceFile(entryFile);
  const module = entry && checker.getSymbolAtLocation(entry);
  if (module === undefined) throw new Error(`${entryFile} is not a module.`);
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declared = [symbol, ...publicMembers(symbol, checker)].filter((candidate) => isOwn(candidate, ownFolder));
    return declared
      .filter((candidate) => candidate.getDocumentationComment(checker).length === 0)
      .map((candidate) => (candidate === symbol ? exported.name : `${exported.name}.${candidate.name}`));
  });
}

function isOwn(symbol: ts.Symbol, ownFolder: string): boolean {
  const files = symbol.declarations?.map((declaration) => declaration.getSourceFile().fileName) ?? [];
  return files.some((file) => file.startsWith(ownFolder));
}

/** The members that a class or interface declares itself, static ones included; inherited ones stand at their origin. */
function publicMembers(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol[] {
  const containers = (symbol.declarations ?? []).filter(
    (declaration) => ts.isClassDeclaration(declaration) || ts.isInterfaceDeclaration(declaration),
  );
  const members = containers.flatMap((container): readonly ts.Node[] => [...container.members]);
  const symbols = members.filter(isPublic).flatMap((member) => {
    const name = (member as ts.ClassElement | ts.TypeElement).name;
    return name === undefined ? [] : (checker.getSymbolAtLocation(name) ?? []);
  });
  return [...new Set(symbols)];
}

function isPublic(member: ts.Node): boolean {
  if (ts.isConstructorDeclaration(member)) return false;
  const name = (member as ts.ClassElement).name;
  if (name !== undefined && ts.isPrivateIdentifier(name)) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  if (ts.getCombinedModifierFlags(member as ts.Declaration) & hidden) return false;
  return !ts.getJSDocTags(member).some((tag) => tag.tagName.text === "internal");
}
