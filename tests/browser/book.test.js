import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { PHONE, assertAccessible, assertNoSidewaysScroll, assertShows, bytesLoaded, startBrowser } from "./browser.js";
import { startHub } from "./hub.js";

let hub, browser;
before(async () => {
  hub = await startHub();
  browser = await startBrowser();
  // The whole day, so that tomorrow is free whenever the test runs.
  const slots = { from: "00:00", to: "23:45", minutes: 45, capacity: 2 };
  for (const service of ["repair", "haircut"]) await hub.call("PATCH", `services/${service}`, { slots });
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

async function phone(options = {}) {
  const context = await browser.newContext({ ...PHONE, ...options });
  return context.newPage();
}

/// From the start page to an appointment for tomorrow, as a person goes.
async function book(page) {
  await page.goto(hub.base);
  await page.click("section:has-text('小家电维修') a:has-text('预约')");
  await page.click("nav.days a:has-text('明天')");
  await page.click("button:has-text('10:30')");
  await page.waitForSelector("#ticket");
}

test("without JavaScript a time is booked, changed and cancelled", async () => {
  const page = await phone({ javaScriptEnabled: false });
  await book(page);
  assert.match(page.url(), /\/a\/[\w-]{26}$/);
  const own = page.url();
  await assertShows(page, "#ticket", /明天[^]*10:30[^]*\d{3} \d{3}/);
  assert.ok((await page.content()).includes('http-equiv="refresh" content="60"'));
  await page.click("a:has-text('改时间')");
  await page.click("button:has-text('11:15')");
  await page.waitForSelector("#ticket");
  assert.equal(page.url(), own);
  await assertShows(page, "#ticket", /11:15/);
  await page.click("summary:has-text('取消预约')");
  await page.click("text=确定，取消预约");
  await assertShows(page, "#ticket", /预约已取消/);
  assert.equal(page.url(), own);
  await page.context().close();
});

test("with JavaScript the page changes in place, and leads to another appointment", async () => {
  const page = await phone();
  await book(page);
  await page.click("summary:has-text('取消预约')");
  await page.click("text=确定，取消预约");
  await page.waitForSelector('#ticket[data-state="cancelled"]');
  await page.click("a:has-text('重新预约')");
  await page.waitForURL(/\/s\/square\/book$/);
  await assertShows(page, "main", /理发[^]*小家电维修/);
  await page.context().close();
});

test("a place that went to somebody else is said, and another one is offered", async () => {
  const [page, other] = [await phone(), await phone()];
  for (const one of [page, other]) {
    await one.goto(`${hub.base}/book/haircut`);
    await one.click("nav.days a:has-text('明天')");
  }
  const times = page.url();
  const press = (one) => one.click("button:has-text('12:00')");
  for (let place = 0; place < 2; place += 1) {
    await page.goto(times);
    await press(page);
    await page.waitForSelector("#ticket");
  }
  await press(other);
  await other.waitForSelector('[role="alert"]');
  await assertShows(other, '[role="alert"]', /已满/);
  assert.ok(await other.isDisabled("button:has-text('12:00')"));
  await other.click("button:has-text('12:45')");
  await other.waitForSelector("#ticket");
  await page.context().close();
  await other.context().close();
});

test("every step is accessible, at 320 px with letters of 24 px too", async () => {
  const page = await phone({ viewport: { width: 320, height: 640 } });
  await book(page);
  const own = page.url();
  for (const language of ["zh", "en"]) {
    for (const address of [`${hub.base}/book`, `${hub.base}/book/repair`, own, `${own}/move`]) {
      await page.goto(`${address}?lang=${language}`);
      await assertAccessible(page, `${address} ${language}`);
      await page.evaluate(() => (document.documentElement.style.fontSize = "24px"));
      await assertNoSidewaysScroll(page, `${address} ${language}`);
    }
  }
  await page.context().close();
});

test("booking loads at most 30 kB", async () => {
  const page = await phone();
  const bytes = await bytesLoaded(page, () => page.goto(`${hub.base}/book/repair`));
  assert.ok(bytes > 5_000 && bytes <= 30 * 1024, `${bytes} bytes`);
  await page.context().close();
});

test("the page of an appointment says when it is offline", async () => {
  const page = await phone();
  await book(page);
  await page.context().setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.waitForSelector("#offline:not([hidden])", { timeout: 20_000 });
  await assertShows(page, "#offline", /预约照样有效/);
  await page.context().close();
});
