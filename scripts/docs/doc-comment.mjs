import ts from "typescript-5";

const REPOSITORY = /https:\/\/github\.com\/gemini-ts\/gemini-ts\/blob\/main\/docs\/([\w./#-]+)/g;

/** The doc comment of a symbol as Markdown, with its default and its links. `names` are those that have an entry. */
export function docOf(symbol, checker, names) {
  const paragraphs = [unwrap(ts.displayPartsToString(symbol.getDocumentationComment(checker)))];
  for (const { name, text } of symbol.getJsDocTags(checker)) {
    const said = unwrap(ts.displayPartsToString(text));
    if (name === "default") paragraphs.push(`Default: ${said}.`);
    if (name === "see") paragraphs.push(`See <${said}>.`);
  }
  return link(paragraphs.join("\n\n"), names);
}

/** Joins the lines of each paragraph, but not those of a list or of code. */
function unwrap(comment) {
  const blocks = comment.split(/(^```[\s\S]*?^```$)/m);
  return blocks
    .map((block) => (block.startsWith("```") ? block : block.replaceAll(/(?<=\S)\n(?=[^\s|-])/g, " ").trim()))
    .filter((block) => block !== "")
    .join("\n\n");
}

/** Turns `{@link Name}` into a link to the entry of that name, and addresses of this repository into relative links. */
function link(markdown, names) {
  return markdown
    .replaceAll(/\{@link ([\w.]+) ?\}/g, (_, name) => {
      const [entry = ""] = name.split(".");
      return names.has(entry) ? `[\`${name}\`](#${entry.toLowerCase()})` : `\`${name}\``;
    })
    .replaceAll(new RegExp(`<?${REPOSITORY.source}>?`, "g"), "[$1]($1)");
}
