import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { assertAccessible, assertNoSidewaysScroll, assertShows, signIn, startBrowser } from "./browser.js";
import { startHub } from "./hub.js";

/// Two zones whose dates always differ: there is no waiting for another day.
const YESTERDAY = "Etc/GMT+12";
const TODAY = "Etc/GMT-14";
const SIZES = [{ width: 390, height: 844 }, { width: 1920, height: 1080 }];

let hub, browser, page, day;
before(async () => {
  hub = await startHub();
  await hub.call("PATCH", "", { time_zone: YESTERDAY });
  for (let person = 0; person < 12; person += 1) await hub.issue();
  for (let person = 0; person < 6; person += 1) {
    const station = 1 + (person % 3);
    for (const step of ["call-next", "start", "finish"]) await hub.post(`stations/${station}/${step}`);
  }
  day = (await hub.post("day/close")).site.day.date;
  await hub.call("PATCH", "", { time_zone: TODAY });
  browser = await startBrowser();
  const context = await browser.newContext({ viewport: SIZES[1], locale: "zh-CN" });
  page = await signIn(context, await hub.link("dashboard"));
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

const open = (query = "") => page.goto(`${hub.base}/dashboard/plan${query}`);

test("the dashboard leads to a plan that fits every screen in both languages", async () => {
  await page.goto(`${hub.base}/dashboard`);
  await page.click("nav.links >> text=安排下一次");
  await page.waitForURL(/\/dashboard\/plan$/);
  for (const [lang, words] of [["zh", /理发：/], ["en", /Haircut: /]]) {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      const name = `${lang} at ${size.width}`;
      await open(`?lang=${lang}&set_up=${day}`);
      await assertShows(page, ".advice", words);
      await assertNoSidewaysScroll(page, name);
      await assertAccessible(page, name);
    }
  }
  await open("?lang=zh");
});

test("another wait is asked for, and a wrong one is said beside what was typed", async () => {
  await page.fill("#wait", "5");
  await page.click("text=算一算");
  await page.waitForURL(/wait=5/);
  assert.equal(await page.inputValue("#wait"), "5");
  const hours = await page.locator("#plan-haircut table").first().locator("tbody tr").count();
  assert.equal(hours, await page.locator("#plan-haircut svg rect").count());
  assert.ok(hours >= 1);
  await open("?wait=999");
  await assertShows(page, ".field[data-wrong=yes] .wrong", /240/);
  assert.equal(await page.getAttribute("#wait", "aria-invalid"), "true");
  assert.equal(await page.inputValue("#wait"), "999");
});

test("on paper only the plan is left", async () => {
  await open();
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".advice").isVisible());
  assert.ok(!(await page.locator("#set-up").isVisible()));
  assert.ok(!(await page.locator("form.fields").isVisible()));
  await page.emulateMedia({ media: "screen" });
});

test("an earlier day is chosen, and where nothing would change nothing is asked", async () => {
  await open();
  assert.equal(await page.inputValue("#set_up"), day);
  await page.click("text=看看会改什么");
  await page.waitForURL(/set_up=/);
  await assertShows(page, "#set-up", /没有要改的/);
  assert.equal(await page.locator("#set-up summary").count(), 0);
  await assertAccessible(page, "set up");
});
