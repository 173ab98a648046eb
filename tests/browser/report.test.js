import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PHONE, assertAccessible, assertNoSidewaysScroll, assertShows, signIn, startBrowser } from "./browser.js";
import { startHub } from "./hub.js";

let hub, browser, context, page;
const folder = mkdtempSync(join(tmpdir(), "paihao-report-"));
const keep = process.env.PAIHAO_PICTURES;
before(async () => {
  hub = await startHub();
  await morning();
  browser = await startBrowser();
  context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: "zh-CN" });
  page = await signIn(context, await hub.link("dashboard"));
});
after(async () => {
  await browser?.close();
  await hub?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/// Two services at five stations: served, gone, given up, left to be repaired, still waiting.
async function morning() {
  for (let n = 0; n < 9; n++) await hub.call("POST", "tickets", { service: "haircut", class: n % 4 ? "standard" : "priority" });
  for (let n = 0; n < 5; n++) await hub.issue("repair");
  for (const station of ["1", "2", "3", "4", "5"]) {
    await hub.post(`stations/${station}/call-next`);
    if (station === "3") {
      await hub.post("stations/3/no-show");
      continue;
    }
    await hub.post(`stations/${station}/start`);
    if (station === "4") await hub.post("stations/4/receive-item", { kind: "kettle" });
    await hub.post(`stations/${station}/finish`);
  }
  const { id } = await hub.issue();
  await hub.post(`tickets/${id}/cancel`);
}

const report = (query = "") => page.goto(`${hub.base}/dashboard/report${query}`);
const days = (query = "") => page.goto(`${hub.base}/dashboard/days${query}`);

/// Keeps a picture to be looked at, where somebody wants some.
async function picture(name) {
  if (keep) await page.screenshot({ path: join(keep, `${name}.png`), fullPage: true });
}

test("the dashboard leads to the report and to earlier days", async () => {
  await page.goto(`${hub.base}/dashboard`);
  await page.click("text=服务日报");
  await assertShows(page, "h1", /服务日报/);
  await page.click("text=往日情况");
  await assertShows(page, "h1", /往日情况/);
  await page.click("#list tbody a");
  await assertShows(page, ".part.services", /理发/);
});

test("both pages fit a phone and a large screen, in both languages, and shut nobody out", async () => {
  for (const [size, viewport] of [["390", PHONE.viewport], ["1920", { width: 1920, height: 1080 }]]) {
    await page.setViewportSize(viewport);
    for (const lang of ["en", "zh"]) {
      for (const [name, go] of [["report", report], ["days", days]]) {
        await go(`?lang=${lang}`);
        await assertNoSidewaysScroll(page, `${name} ${size} ${lang}`);
        await assertAccessible(page, `${name} ${size} ${lang}`);
        await picture(`${name}-${size}-${lang}`);
      }
    }
  }
});

test("the first column stays while a table is scrolled on a phone", async () => {
  await page.setViewportSize(PHONE.viewport);
  await report();
  const left = () => page.locator(".part.services tbody th").first().evaluate((th) => th.getBoundingClientRect().left);
  const before = await left();
  const scrolled = await page.locator(".part.services .scroll").evaluate((box) => {
    box.scrollLeft = 200;
    return box.scrollLeft;
  });
  assert.ok(scrolled > 0, "there is something to scroll");
  assert.equal(await left(), before);
});

test("an ordinary day is one page of A4, without buttons, black on white", async () => {
  for (const lang of ["zh", "en"]) {
    await report(`?lang=${lang}`);
    const path = join(keep ?? folder, `report-${lang}.pdf`);
    const pdf = await page.pdf({ path, preferCSSPageSize: true, printBackground: true });
    assert.equal(readFileSync(path).toString("latin1").match(/\/Type\s*\/Page[^s]/g).length, 1, lang);
    const [, width, height] = pdf.toString("latin1").match(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/);
    assert.deepEqual([Math.round(width), Math.round(height)], [595, 842], "A4 in points");
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("#print").isVisible(), false);
    assert.equal(await page.locator(".aside a").first().isVisible(), false);
    const body = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
    assert.deepEqual(body, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
    await page.emulateMedia({ media: null });
  }
});

test("the button prints where a script can, and is not there without one", async () => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.addInitScript(() => {
    globalThis.print = () => (globalThis.printed = true);
  });
  await report();
  await page.click("#print");
  assert.equal(await page.evaluate(() => globalThis.printed), true);
  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await context.storageState() });
  const without = await plain.newPage();
  await without.goto(`${hub.base}/dashboard/report`);
  assert.equal(await without.locator("#print").isVisible(), false);
  await assertShows(without, "h1", /服务日报|report of the day/);
  await plain.close();
});

test("the day is downloaded as a table", async () => {
  await report("?lang=zh");
  for (const [button, end, begin] of [["下载 CSV", ".csv", "\u{feff}"], ["下载 Excel", ".xlsx", "PK"]]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(`text=${button}`)]);
    assert.ok(download.suggestedFilename().endsWith(end), download.suggestedFilename());
    const path = join(keep ?? folder, `day${end}`);
    await download.saveAs(path);
    assert.ok(readFileSync(path).toString("utf8").startsWith(begin), end);
  }
});

test("the table of weekdays and hours says numbers, and its shades are darker step by step", async () => {
  await days("?lang=zh");
  assert.equal(await page.locator(".heat tbody tr").count(), 1);
  await assertShows(page, ".heat td[data-step='5']", /15/);
  await page.click("text=平均等候 >> nth=-1");
  await page.click("text=近 2 年");
  assert.match(page.url(), /span=2y&show=wait/);
  const shades = await page.evaluate(() =>
    [1, 2, 3, 4, 5].map((step) => {
      const cell = document.createElement("td");
      cell.dataset.step = step;
      document.querySelector(".heat tbody tr").append(cell);
      const [r, g, b] = getComputedStyle(cell).backgroundColor.match(/\d+/g).map(Number);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    }),
  );
  for (let step = 1; step < 5; step++) assert.ok(shades[step] < shades[step - 1] - 15, shades.join(" "));
});
