// The browser, and what every test asks of a page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
  });
}

export const PHONE = { viewport: { width: 390, height: 844 }, locale: "zh-CN" };

/// Nothing that shuts people out: axe's findings of the two heavier kinds.
export async function assertAccessible(page, name) {
  // Playwright's own channel is not bound by the page's policy for scripts.
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document));
  const heavy = found.violations.filter((v) => ["serious", "critical"].includes(v.impact));
  const told = heavy.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" | ")}`);
  assert.deepEqual(told, [], name);
}

export async function assertNoSidewaysScroll(page, name) {
  const wide = await page.evaluate(() => ({
    has: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
  }));
  assert.ok(wide.has <= wide.room, `${name}: ${wide.has} px in ${wide.room} px`);
}

/// Waits until a part of the page says what it must, over reloads and updates
/// in place: what a press leads to is there a moment after it.
export async function assertShows(page, part, words) {
  const found = page.locator(part).filter({ hasText: words }).first();
  await found.waitFor({ timeout: 10_000 }).catch(async () => {
    assert.match(await page.locator(part).first().innerText({ timeout: 1_000 }), words);
  });
}

/// The bytes that a page loads while `go` opens it. What it asks for later, to
/// stay current, is not part of its size.
export async function bytesLoaded(page, go) {
  const answers = [];
  const take = (answer) => {
    if (!answer.url().includes("/live")) answers.push(answer);
  };
  page.on("response", take);
  await go();
  await page.waitForLoadState("load");
  page.off("response", take);
  const bodies = await Promise.all(answers.map((answer) => answer.body()));
  return bodies.reduce((sum, body) => sum + body.length, 0);
}

/// Signs a browser in by a link, as a person does.
export async function signIn(context, link) {
  const page = await context.newPage();
  await page.goto(link);
  await page.click("#enter");
  await page.waitForLoadState();
  return page;
}
