import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { PHONE, assertAccessible, assertNoSidewaysScroll, assertShows, signIn, startBrowser } from "./browser.js";
import { startHub } from "./hub.js";

let hub, browser;
before(async () => {
  hub = await startHub();
  browser = await startBrowser();
  for (let n = 0; n < 8; n += 1) await hub.issue();
  for (let n = 0; n < 3; n += 1) await hub.issue("repair");
  for (const station of [1, 2, 3]) await hub.post(`stations/${station}/call-next`);
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

const WALL = { viewport: { width: 1920, height: 1080 }, locale: "zh-CN" };

async function dashboard(options, path = "") {
  const context = await browser.newContext(options);
  const page = await signIn(context, await hub.link("dashboard"));
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (line) => line.type() === "error" && page.faults.push(line.text()));
  await page.goto(`${hub.base}/dashboard${path}`);
  return page;
}

/// How many dots of a curve's canvas have a colour.
const drawn = (page, id) =>
  page.locator(`#plot-${id} canvas`).evaluate((canvas) => {
    const dots = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    let count = 0;
    for (let at = 3; at < dots.length; at += 4) count += dots[at] > 0 ? 1 : 0;
    return count;
  });

for (const [size, options] of [["phone", PHONE], ["wall", WALL]]) {
  for (const lang of ["zh", "en"]) {
    test(`the curve of the day is drawn and can be read as a table: ${size}, ${lang}`, async () => {
      const page = await dashboard(options, `?lang=${lang}`);
      await page.waitForSelector("#plot-of-haircut canvas");
      for (const id of ["all", "of-haircut", "of-repair"]) assert.ok((await drawn(page, id)) > 2_000, id);
      await page.click("#table-of-haircut summary");
      const cells = (column) => page.locator(`#table-of-haircut tbody td:nth-child(${column})`).allInnerTexts();
      const [waited, middle] = [await cells(2), await cells(3)];
      assert.ok(waited.includes("5"), `${waited}`);
      assert.deepEqual([middle.filter(Boolean)[0], middle.at(-1)], ["5", "0"], `${middle}`);
      await assertAccessible(page, `${size} ${lang}`);
      await assertNoSidewaysScroll(page, `${size} ${lang}`);
      const { width } = await page.locator("#plot-of-haircut canvas").boundingBox();
      const room = await page.locator("#plot-of-haircut").evaluate((plot) => plot.clientWidth);
      assert.ok(Math.abs(width - room) <= 1, `${width} px in ${room} px`);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  }
}

test("the curve follows the day on the same canvas", async () => {
  const page = await dashboard(WALL, "?lang=zh");
  await page.waitForSelector("#plot-of-repair canvas");
  const canvas = await page.locator("#plot-of-repair canvas").elementHandle();
  const before = await canvas.evaluate((one) => one.toDataURL());
  await assertShows(page, "#plot-of-repair >> xpath=..", /3 人在等/);
  for (let n = 0; n < 4; n += 1) await hub.issue("repair");
  await assertShows(page, "#plot-of-repair >> xpath=..", /7 人在等/);
  assert.ok(await canvas.evaluate((one) => one.isConnected), "the canvas stays");
  assert.notEqual(await canvas.evaluate((one) => one.toDataURL()), before);
  assert.equal(await page.locator("#plot-of-repair canvas").count(), 1);
  // A place on the curve tells its numbers.
  await page.locator("#plot-of-repair .u-over").hover();
  await assertShows(page, "#plot-of-repair .readout", /\d\d:\d\d：预计 \d+ 人在等（\d+–\d+ 人）/);
  await page.setViewportSize({ width: 700, height: 900 });
  await page.waitForFunction(() => document.querySelector("#plot-of-repair canvas").clientWidth < 660);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("without a script the curve is a drawing, and the table and the trial work", async () => {
  const page = await dashboard({ ...PHONE, javaScriptEnabled: false }, "?lang=zh");
  assert.ok(await page.locator("#plot-of-haircut svg .band").isVisible());
  assert.equal(await page.locator("canvas").count(), 0);
  await page.locator("#table-all tbody tr").first().waitFor({ state: "attached" });
  await page.goto(`${hub.base}/dashboard/what-if?lang=zh`);
  await page.check("[name=add][value=haircut]");
  await page.fill("[name=add_count]", "2");
  await page.click("button:has-text('试算')");
  await assertShows(page, "#answer", /再开一个台：理发 × 2/);
  await assertShows(page, ".effects", /理发 (最后一位大约提前 \d+ 分钟叫到|差别不大)/);
  assert.match(page.url(), /add=haircut/);
  await page.context().close();
});

test("paper shows the drawing instead of the canvas", async () => {
  const page = await dashboard(WALL, "?lang=zh");
  await page.waitForSelector("#plot-all canvas");
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("#plot-all svg .past").isVisible());
  assert.ok(!(await page.locator("#plot-all canvas").isVisible()));
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 10_000, `${pdf.length} bytes`);
  await page.context().close();
});

test("a day and a trial are accessible, and a line at risk says so", async () => {
  const page = await dashboard(PHONE, "/what-if?lang=zh&away=1");
  await page.waitForSelector("#plot-of-haircut canvas");
  assert.ok((await drawn(page, "of-haircut")) > 2_000);
  await assertAccessible(page, "what if");
  await assertNoSidewaysScroll(page, "what if");
  await page.goto(`${hub.base}/dashboard/curve?lang=zh`);
  await page.waitForSelector("#plot-all canvas");
  await assertAccessible(page, "curve");
  await assertNoSidewaysScroll(page, "curve");
  await page.goto(`${hub.base}/dashboard/curve?lang=zh&date=2026-01-01`);
  await assertShows(page, "main", /这一天没有人取号/);
  // Noon has just passed where the hub is.
  await hub.call("PATCH", "services/haircut", { closes: "12:00" });
  await page.goto(`${hub.base}/dashboard?lang=zh`);
  await assertShows(page, "tr.risk", /今天可能有人轮不到：预计 .*全部办完；12:00 结束/);
  await assertAccessible(page, "at risk");
  await hub.call("PATCH", "services/haircut", { closes: null });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("whoever reads on from somewhere keeps it until they leave", async () => {
  const page = await dashboard(WALL, "?lang=zh");
  await page.waitForSelector("#plot-of-repair canvas");
  const news = () => page.waitForResponse((answer) => answer.url().includes("part=now") && answer.status() === 200);
  const link = page.locator("#curves a");
  await link.focus();
  const [one, before] = [await link.elementHandle(), await page.locator("#now").innerText()];
  const looked = news();
  await hub.issue("repair");
  await (await looked).finished();
  assert.ok(await one.evaluate((link) => link === document.activeElement && link.isConnected), "the focus stays");
  assert.equal(await page.locator("#now").innerText(), before);
  await one.evaluate((link) => link.blur());
  await page.waitForFunction((text) => document.getElementById("now").innerText !== text, before);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
