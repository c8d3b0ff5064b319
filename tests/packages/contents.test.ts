import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";

const consumer = inject("consumer");

/** The Markdown pages and `docs/` paths in a text, except those that are part of a URL. */
function pagesNamedIn(text: string): string[] {
  const withoutUrls = text.replace(/https?:\/\/[^\s)>"`]+/g, "");
  return withoutUrls.match(/[\w./-]*\bdocs\/[\w./-]*|[\w./-]+\.md\b/g) ?? [];
}

describe.each(inject("packages"))("the packed $name", ({ name, files }) => {
  const folder = join(consumer, "node_modules", name);
  const readManifest = async () => JSON.parse(await readFile(join(folder, "package.json"), "utf8"));

  test("F91 holds only its build, its licence, its README and its package.json", () => {
    const listed = /^(dist\/[\w./-]+(\.js|\.d\.ts)|LICENSE|README\.md|package\.json)$/;
    expect(files.filter((file) => !listed.test(file))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "package.json", "dist/index.js", "dist/index.d.ts"]));
  });

  test("F91 declares no scripts, no development dependencies and no way to the sources", async () => {
    const manifest = await readManifest();
    expect(manifest).not.toHaveProperty("scripts");
    expect(manifest).not.toHaveProperty("devDependencies");
    expect(JSON.stringify(manifest)).not.toMatch(/@gemini-ts\/source|src\//);
  });

  test("exports no variable that its code reassigns", async () => {
    for (const file of files.filter((name) => name.endsWith(".js"))) {
      const text = await readFile(join(folder, file), "utf8");
      const exported = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names = ""]) => names.match(/[\w$]+/g));
      const variables = [...text.matchAll(/^(?:export )?let ([\w$]+)/gm)].map(([, name = ""]) => name);
      expect(
        variables.filter((name) => exported.includes(name)),
        file,
      ).toEqual([]);
    }
  });

  test("holds every file that its package.json points to", async () => {
    const { exports, imports, bin } = await readManifest();
    const targets = JSON.stringify([exports, imports, bin]).match(/"\.\/[^"]+"/g) ?? [];
    expect(targets.length).toBeGreaterThan(1);
    await Promise.all(targets.map((target) => access(join(folder, JSON.parse(target)))));
  });

  test("has no declarations or README that name a page outside the package", async () => {
    const readable = files.filter((file) => /\.d\.ts$|^README\.md$/.test(file));
    const texts = await Promise.all(readable.map((file) => readFile(join(folder, file), "utf8")));
    const named = texts.flatMap((text) => pagesNamedIn(text));
    expect(named.filter((page) => !files.includes(page))).toEqual([]);
  });

  test("says where its repository, its issues and its home page are", async () => {
    const { repository, bugs, homepage, keywords } = await readManifest();
    const address = /^git\+(https:\/\/.+)\.git$/.exec(repository.url)?.[1];
    expect({ bugs: bugs.url, homepage }).toEqual({
      bugs: `${address}/issues`,
      homepage: `${address}/tree/main/${repository.directory}#readme`,
    });
    expect(keywords).toContain("gemini");
  });
});

test("the packages have one version, and the command depends on exactly that version of the others", async () => {
  const versions = new Set(inject("packages").map(({ version }) => version));
  const { dependencies } = JSON.parse(
    await readFile(join(consumer, "node_modules/@gemini-ts/cli/package.json"), "utf8"),
  );
  const [version, ...others] = [...versions, dependencies["gemini-ts"], dependencies["@gemini-ts/emulator"]];
  expect(others).toEqual([version, version]);
});
