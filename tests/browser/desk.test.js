import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { PHONE, assertAccessible, assertNoSidewaysScroll, assertShows, signIn, startBrowser } from "./browser.js";
import { startHub } from "./hub.js";

/// Longer than a thumb bounces: the desk ignores a second tap within it.
const AFTER_BOUNCE = 900;

let hub, browser, context, desk;
before(async () => {
  hub = await startHub();
  browser = await startBrowser();
  context = await browser.newContext(PHONE);
  desk = await signIn(context, await hub.link("desk", "1"));
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

const shown = () => desk.innerText(".current");
const number = async () => (await desk.innerText(".current .number").catch(() => "")).replace(/\s/g, "");

async function press(name) {
  await desk.waitForFunction((ms) => !document.querySelector(".desk.wait") && performance.now() > ms, 0);
  await desk.waitForTimeout(AFTER_BOUNCE);
  await desk.click(`button:has-text("${name}"):not([disabled])`);
}

const state = (wanted) => desk.waitForSelector(`.current[data-state="${wanted}"]`);

test("a link's page signs in only when its button is pressed, and once", async () => {
  const link = await hub.link("desk", "2");
  const look = await (await browser.newContext(PHONE)).newPage();
  await look.goto(link);
  await look.goto(link);
  await assertAccessible(look, "link");
  await look.click("#enter");
  await look.waitForURL(/\/desk/);
  await assertShows(look, "h1", /2 号台/);
  const late = await (await browser.newContext(PHONE)).newPage();
  assert.equal((await late.goto(link)).status(), 409);
  await late.context().close();
  await look.context().close();
});

test("calls, starts, finishes and calls the next in one press each", async () => {
  const first = await hub.issue();
  const second = await hub.issue();
  await press("叫号");
  await state("called");
  assert.equal(await number(), first.number);
  assert.match(await shown(), /等得最久/);
  await press("开始");
  await state("serving");
  await press("完成并叫下一位");
  await state("called");
  assert.equal(await number(), second.number);
  await press("重呼");
  await desk.waitForFunction(() => document.querySelector(".current").innerText.includes("已叫 2 次"));
  await press("撤销");
  await press("过号");
  await state("idle");
  await desk.waitForSelector("section:has-text('过号') button:has-text('重新排队')");
});

test("undo takes the last presses back, five deep", async () => {
  await press("撤销");
  await state("called");
});

test("a second press never calls a second person", async () => {
  await press("开始");
  await state("serving");
  await hub.issue();
  const next = await hub.issue();
  let calls = 0;
  desk.on("request", (request) => (calls += request.url().includes("call-next") ? 1 : 0));
  await desk.waitForTimeout(AFTER_BOUNCE);
  const main = desk.locator(".thumb button");
  await main.dblclick();
  await main.click({ delay: 0 });
  await state("called");
  assert.equal(calls, 1);
  assert.notEqual(await number(), next.number);
});

test("a press while the network is gone is kept, repeated with its key, and counts once", async () => {
  await press("开始");
  await state("serving");
  await desk.waitForTimeout(AFTER_BOUNCE);
  const keys = new Set();
  let lost = 0;
  // The hub gets the request, the answer is lost: the case in which a new key would call twice.
  await desk.route("**/call-next", async (route) => {
    keys.add(route.request().headers()["idempotency-key"]);
    await route.fetch();
    lost += 1;
    if (lost < 2) await route.abort();
    else await route.continue();
  });
  await desk.click(".thumb button");
  await desk.waitForFunction(() => document.getElementById("says").textContent.includes("正在重试"));
  await state("called");
  await desk.unroute("**/call-next");
  assert.equal(keys.size, 1);
  const { stations } = await hub.call("GET", "stations");
  assert.equal(stations[0].ticket.number, await number());
});

test("a press survives a reload of the page", async () => {
  await press("开始");
  await state("serving");
  await hub.issue();
  await desk.waitForTimeout(AFTER_BOUNCE);
  await desk.route("**/call-next", (route) => route.abort());
  await desk.click(".thumb button");
  await desk.waitForFunction(() => document.getElementById("says").textContent.includes("正在重试"));
  await desk.unroute("**/call-next");
  await desk.reload();
  await state("called");
});

test("a number is taken for somebody else, with priority", async () => {
  await desk.click("summary:has-text('帮别人取号')");
  await desk.waitForTimeout(AFTER_BOUNCE);
  await desk.click("#take .pair >> nth=0 >> text=优先");
  await desk.waitForFunction(() => /已取号：\s*理\d+/.test(document.getElementById("says").textContent));
  await desk.waitForSelector("li:has-text('优先')");
});

test("the desk is accessible, and fits the narrowest phone", async () => {
  await assertAccessible(desk, "desk");
  await desk.setViewportSize({ width: 320, height: 640 });
  await assertNoSidewaysScroll(desk, "desk");
  await desk.setViewportSize(PHONE.viewport);
  const sizes = await desk.evaluate(() =>
    [...document.querySelectorAll("button")].map((b) => b.getBoundingClientRect()).map((r) => r.width * r.height),
  );
  const main = await desk.evaluate(() => {
    const box = document.querySelector(".thumb button").getBoundingClientRect();
    return { area: box.width * box.height, bottom: box.bottom, height: innerHeight };
  });
  assert.equal(Math.max(...sizes), main.area);
  assert.ok(main.bottom > main.height * 0.9);
});

test("without a session the desk says how to come in", async () => {
  const stranger = await (await browser.newContext(PHONE)).newPage();
  assert.equal((await stranger.goto(`${hub.base}/desk`)).status(), 401);
  await assertShows(stranger, "main", /登录链接/);
  assert.equal(await stranger.locator("#pin").count(), 0);
  await assertAccessible(stranger, "sign-in");
  await stranger.context().close();
});

test("a device that was in before comes back by the PIN, and a wrong one is said in words", async () => {
  assert.equal((await desk.goto(`${hub.base}/dashboard`)).status(), 403);
  await desk.fill("#pin", hub.pin === "000001" ? "000002" : "000001");
  await desk.click("form .button.main");
  await assertShows(desk, "[role=alert]", /密码不对|PIN/);
  await desk.fill("#pin", hub.pin);
  await Promise.all([desk.waitForURL(/dashboard$/), desk.click("form .button.main")]);
  await desk.goto(`${hub.base}/desk`);
  await assertShows(desk, "h1", /1 号台/);
});
