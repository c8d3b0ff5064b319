// Runs the steps on a page in Chromium that Vite serves, from its sources or built, and prints what they show.
import chromium from "@sparticuz/chromium";
import { chromium as playwright } from "playwright-core";
import { build, createServer, preview } from "vite";

const [mode, url, tokens] = process.argv.slice(2);
const address = { host: "127.0.0.1", port: 0 };
const settings = { configFile: false, logLevel: "error", server: address, preview: address };

async function serve() {
  if (mode === "serve") return (await createServer(settings)).listen();
  await build(settings);
  return preview(settings);
}

const server = await serve();
const executablePath = await chromium.executablePath();
const browser = await playwright.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
const page = await browser.newPage();
page.on("pageerror", (error) => console.error(error));
await page.goto(server.resolvedUrls.local[0]);
await page.waitForFunction(() => "run" in globalThis);
const seen = await page.evaluate(([url, tokens]) => globalThis.run(url, JSON.parse(tokens)), [url, tokens]);
console.log(JSON.stringify(seen));
await browser.close();
await server.close();
