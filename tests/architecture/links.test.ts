import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageFolders, root } from "../workspace.ts";

const markdownIn = (folder: string, recursive = false) =>
  readdirSync(join(root, folder), { recursive, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(folder, file));
const documents = [
  ...markdownIn("."),
  ...markdownIn("docs", true),
  ...packageFolders.flatMap((one) => markdownIn(one)),
];

const read = (path: string) => readFileSync(join(root, path), "utf8");
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, first = ""]) => first);

const { repository } = JSON.parse(read("packages/sdk/package.json"));
/** What the address of a file of this repository begins with. */
const address = `${repository.url.replace(/^git\+|\.git$/g, "")}/blob/main/`;
const sources = packageFolders.flatMap((one) =>
  readdirSync(join(root, one, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(one, "src", file)),
);

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  const headings = found(read(path), /^#+ (.+)$/gm);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

function isBroken(document: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? document : join(dirname(document), path);
  if (!existsSync(join(root, target))) return true;
  return anchor !== undefined && !anchorsOf(target).includes(anchor);
}

describe.each(documents)("%s", (document) => {
  test("links to files that exist", () => {
    const relative = found(read(document), /\]\(([^)\s]+)\)/g).filter((link) => !/^[a-z]+:/.test(link));
    expect(relative.filter((link) => isBroken(document, link))).toEqual([]);
  });

  test("names files and folders of the repository that exist", () => {
    const paths = found(read(document), /`((?:bench|packages|tests|docs|scripts|examples)\/[\w./-]*)`/g);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

test("links to this repository in published texts lead to files that exist", () => {
  const links = [...documents, ...sources].flatMap((file) =>
    found(read(file), /(https:\/\/[^\s)>"`]+)/g).filter((link) => link.startsWith(address)),
  );
  expect(links).toContain(`${address}docs/errors.md`);
  expect(links.filter((link) => isBroken("README.md", link.slice(address.length)))).toEqual([]);
});
