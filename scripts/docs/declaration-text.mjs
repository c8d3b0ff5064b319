import ts from "typescript-5";

/** Whether a declaration, or a member of one, is in the published declarations. The body of overloads is not. */
export function isPublic(declaration) {
  const { name, parent } = declaration;
  if (name !== undefined && ts.isPrivateIdentifier(name)) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  if (ts.getCombinedModifierFlags(declaration) & hidden) return false;
  if (ts.getJSDocTags(declaration).some((tag) => tag.tagName.text === "internal")) return false;
  if (!("body" in declaration) || declaration.body === undefined) return true;
  const siblings = parent.members ?? parent.statements ?? [];
  const isOverload = (other) => other !== declaration && other.kind === declaration.kind && other.body === undefined;
  return !siblings.some((other) => isOverload(other) && other.name?.getText() === name?.getText());
}

/** A member as TypeScript declares it, on one line, without comments. */
export function memberText(member) {
  if (ts.isConstructorDeclaration(member)) return `new ${member.parent.name.text}${parametersText(member)}`;
  if (ts.isConstructSignatureDeclaration(member)) return `new ${typeText(member)}${parametersText(member)}`;
  if (ts.isIndexSignatureDeclaration(member)) return oneLine(member.getText()).replace(/;$/, "");
  const isStatic = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static ? "static " : "";
  if (ts.isMethodDeclaration(member) || ts.isMethodSignature(member)) return isStatic + signatureText(member);
  const isReadonly = ts.isGetAccessor(member) || ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Readonly;
  const optional = member.questionToken ? "?" : "";
  return `${isStatic}${isReadonly ? "readonly " : ""}${member.name.getText()}${optional}: ${typeText(member)}`;
}

/** The name, parameters and result of a function or method. */
export function signatureText(declaration) {
  const optional = declaration.questionToken ? "?" : "";
  return `${declaration.name.getText()}${optional}${parametersText(declaration)}: ${typeText(declaration)}`;
}

function parametersText({ typeParameters, parameters }) {
  const generic = typeParameters ? `<${typeParameters.map((one) => oneLine(one.getText())).join(", ")}>` : "";
  const listed = parameters.map((parameter) => {
    const rest = parameter.dotDotDotToken ? "..." : "";
    const name = ts.isIdentifier(parameter.name) ? parameter.name.text : "options";
    const optional = parameter.questionToken || parameter.initializer ? "?" : "";
    return `${rest}${name}${optional}: ${typeText(parameter)}`;
  });
  return `${generic}(${listed.join(", ")})`;
}

function typeText({ type, initializer, questionToken }) {
  const text = oneLine((type ?? initializer).getText());
  return questionToken ? text.replace(/ \| undefined$/, "") : text;
}

/** A type or declaration without line breaks and comments. */
export function oneLine(text) {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
