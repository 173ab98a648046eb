import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { PHONE, assertAccessible, assertNoSidewaysScroll, assertShows, bytesLoaded, startBrowser } from "./browser.js";
import { startHub } from "./hub.js";

let hub, browser;
before(async () => {
  hub = await startHub();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

async function blank(options = {}) {
  const context = await browser.newContext({ ...PHONE, ...options });
  return context.newPage();
}

async function open(ticket, options = {}, prepare = async () => {}) {
  const page = await blank(options);
  await prepare(page);
  await page.goto(ticket.page);
  return page;
}

const called = (page) => page.waitForSelector('#ticket[data-state="called"]', { timeout: 20_000 });

/// Whoever stands in the way is served, until `ticket` has been called to station 1.
async function callTo(ticket) {
  for (;;) {
    const { ticket: next } = await hub.post("stations/1/call-next");
    if (next.number === ticket.number) return;
    await hub.post("stations/1/start");
    await hub.post("stations/1/finish");
  }
}

async function clearStation() {
  await hub.post("stations/1/start");
  await hub.post("stations/1/finish");
}

test("the page changes by itself, vibrates, and its title tells how many are ahead", async () => {
  const first = await hub.issue();
  const ticket = await hub.issue();
  const page = await open(ticket, {}, (page) =>
    page.addInitScript(() => {
      globalThis.shaken = 0;
      navigator.vibrate = () => (globalThis.shaken += 1);
    }),
  );
  assert.equal(await page.title(), `前面 1 位 · ${ticket.number}`);
  await assertShows(page, "#ticket", /前面还有 1 位/);
  await callTo(first);
  await page.waitForFunction((number) => document.title === `前面 0 位 · ${number}`, ticket.number);
  await clearStation();
  await callTo(ticket);
  await called(page);
  assert.equal(await page.title(), `请到 1 号台 · ${ticket.number}`);
  await assertShows(page, "#ticket", /请到 1 号台/);
  assert.equal(await page.evaluate(() => globalThis.shaken), 1);
  await hub.post("stations/1/recall");
  await page.waitForFunction(() => globalThis.shaken === 2);
  await clearStation();
  await page.context().close();
});

test("without pushed updates, looking again every few seconds is enough", async () => {
  const ticket = await hub.issue();
  const page = await open(ticket, {}, (page) => page.addInitScript(() => delete globalThis.EventSource));
  await callTo(ticket);
  await called(page);
  await clearStation();
  await page.context().close();
});

test("without JavaScript the page is right, its buttons work and it reloads itself", async () => {
  const ticket = await hub.issue();
  const page = await open(ticket, { javaScriptEnabled: false });
  assert.ok((await page.content()).includes('http-equiv="refresh"'));
  await page.click("text=我离开一下");
  await assertShows(page, "#ticket", /您的位置留着/);
  assert.equal(page.url(), ticket.page);
  await page.click("summary:has-text('不等了')");
  await page.click("text=确定，取消我的号");
  await assertShows(page, "#ticket", /已取消/);
  await page.context().close();
});

test("with JavaScript holding and giving up change the page in place", async () => {
  const ticket = await hub.issue();
  const page = await open(ticket);
  await page.click("text=我离开一下");
  await page.waitForSelector('#ticket[data-state="on_hold"]');
  await page.click("summary:has-text('不等了')");
  await page.click("text=确定，取消我的号");
  await page.waitForSelector('#ticket[data-state="cancelled"]');
  await page.context().close();
});

test("the network going is said, and that the number counts; it recovers by itself", async () => {
  const ticket = await hub.issue();
  const page = await open(ticket);
  await page.context().setOffline(true);
  await page.waitForSelector("#offline:not([hidden])", { timeout: 20_000 });
  await assertShows(page, "#offline", /号码照样有效/);
  await page.context().setOffline(false);
  await page.waitForSelector("#offline", { state: "hidden", timeout: 20_000 });
  await page.context().close();
});

test("a page of 320 px with letters of 24 px does not scroll sideways", async () => {
  const ticket = await hub.issue();
  for (const language of ["zh", "en"]) {
    const page = await open(ticket, { viewport: { width: 320, height: 640 } });
    await page.goto(`${ticket.page}?lang=${language}`);
    await page.evaluate(() => (document.documentElement.style.fontSize = "24px"));
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), "24px");
    await assertNoSidewaysScroll(page, language);
    await page.context().close();
  }
});

test("a phone loads at most 30 kB", async () => {
  const ticket = await hub.issue();
  const page = await blank();
  const bytes = await bytesLoaded(page, () => page.goto(ticket.page));
  assert.ok(bytes > 5_000 && bytes <= 30 * 1024, `${bytes} bytes`);
  await page.context().close();
});

test("what was brought is one press, with JavaScript and without, and can be changed", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const ticket = await hub.issue("repair");
    const page = await open(ticket, { javaScriptEnabled });
    await page.click("button:has-text('电饭煲')");
    await page.waitForSelector("h2:has-text('带来了：电饭煲')");
    await page.click("summary:has-text('修改')");
    await page.click("button:has-text('雨伞')");
    await page.waitForSelector("h2:has-text('带来了：雨伞')");
    assert.ok(await page.isHidden("button:has-text('雨伞')"), "the choice is closed again");
    await page.click("summary:has-text('修改')");
    await page.click("button:has-text('没带东西')");
    await page.waitForSelector("h2:has-text('带来了什么')");
    assert.equal(page.url(), ticket.page);
    await page.context().close();
  }
});

test("the tiles are accessible, narrow, and within 30 kB", async () => {
  const ticket = await hub.issue("repair");
  const page = await blank({ viewport: { width: 320, height: 640 } });
  const bytes = await bytesLoaded(page, () => page.goto(ticket.page));
  assert.ok(bytes > 5_000 && bytes <= 30 * 1024, `${bytes} bytes`);
  await assertAccessible(page, "tiles");
  await page.evaluate(() => (document.documentElement.style.fontSize = "24px"));
  await assertNoSidewaysScroll(page, "tiles");
  await page.context().close();
});

test("every state is accessible, in both languages", async () => {
  const ticket = await hub.issue();
  const page = await open(ticket);
  for (const language of ["zh", "en"]) {
    await page.goto(`${ticket.page}?lang=${language}`);
    assert.equal(await page.getAttribute("html", "lang"), language === "zh" ? "zh-CN" : "en");
    await assertAccessible(page, `waiting ${language}`);
  }
  await callTo(ticket);
  await page.goto(ticket.page);
  await assertAccessible(page, "called");
  await hub.post("stations/1/no-show");
  await page.goto(ticket.page);
  await assertAccessible(page, "no-show");
  await page.context().close();
});

test("a link that is not right says so in words", async () => {
  const page = await (await browser.newContext(PHONE)).newPage();
  for (const token of ["abcd0123456789012345678901", "x"]) {
    const answer = await page.goto(`${hub.base}/t/${token}`);
    assert.equal(answer.status(), 404);
    await assertShows(page, "h1", /号码链接不对/);
  }
  await page.context().close();
});

test("one page tells of both numbers, and of what was left here, and vibrates for either", async () => {
  await hub.call("PATCH", "", { join_from_phones: true });
  const ticket = await hub.issue("repair");
  const page = await open(ticket, {}, (page) =>
    page.addInitScript(() => {
      globalThis.vibrated = 0;
      navigator.vibrate = () => (globalThis.vibrated += 1);
    }),
  );
  await page.click("summary:has-text('还要办别的')");
  await page.click(".sure button:has-text('理发')");
  await page.waitForURL((url) => url.href !== ticket.page);
  await assertShows(page, ".beside", new RegExp(ticket.number));
  for (;;) {
    const { ticket: next } = await hub.post("stations/4/call-next");
    await hub.post("stations/4/start");
    if (next.number === ticket.number) break;
    await hub.post("stations/4/finish");
  }
  await hub.post("stations/4/receive-item", { kind: "lamp", finish: true });
  await assertShows(page, ".beside", /台灯/);
  await hub.post("items/1/finish", { outcome: "repaired" });
  await hub.post("items/1/call");
  await assertShows(page, ".beside", /修好了，请来取/);
  await page.waitForFunction(() => globalThis.vibrated > 0);
  await assertAccessible(page, "beside");
  await page.setViewportSize({ width: 320, height: 640 });
  await page.evaluate(() => (document.documentElement.style.fontSize = "24px"));
  await assertNoSidewaysScroll(page, "beside");
  await page.context().close();
});
