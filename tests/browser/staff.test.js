import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { PHONE, assertAccessible, assertNoSidewaysScroll, assertShows, signIn, startBrowser } from "./browser.js";
import { startHub } from "./hub.js";

/// Longer than a thumb bounces: the desk ignores a second tap within it.
const AFTER_BOUNCE = 900;
/// With a folder, each page is pictured there.
const PICTURES = process.env.PAIHAO_PICTURES;

let hub, browser, desk, board;
before(async () => {
  hub = await startHub();
  browser = await startBrowser();
  // Slots all day long, so that the test runs at any hour.
  const slots = { from: "00:00", to: "23:59", minutes: 60, capacity: 2 };
  await hub.call("PATCH", "services/repair", { slots });
  desk = await signIn(await browser.newContext(PHONE), await hub.link("desk", "4"));
  const wide = { viewport: { width: 1920, height: 1080 }, locale: "zh-CN" };
  board = await signIn(await browser.newContext(wide), await hub.link("dashboard"));
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

/// A person with a thumb and a person with a reader can both use the page.
async function good(page, name) {
  await assertAccessible(page, name);
  await assertNoSidewaysScroll(page, name);
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

/// A press of the desk itself, which no thumb bounces on.
async function press(name) {
  await desk.waitForFunction(() => !document.querySelector(".desk.wait"));
  await desk.waitForTimeout(AFTER_BOUNCE);
  await desk.click(`button:has-text("${name}"):not([disabled])`);
}

test("somebody is booked for, and comes with the code", async () => {
  await desk.click("text=预约");
  await desk.waitForURL(/desk\/appointments/);
  await desk.click("text=帮人预约");
  await good(desk, "desk-book");
  // Tomorrow's day has every slot; the code is good for tomorrow alone.
  await desk.click(".choices a >> nth=-1");
  await desk.click("button:has-text('10:00')");
  const code = (await desk.innerText(".shown .number")).replace(/\s/g, "");
  assert.match(code, /^\d{6}$/);
  await good(desk, "desk-booked");
  await desk.click("text=今天的预约");
  await desk.fill("#code", code);
  await desk.click(".ask button");
  await assertShows(desk, "[role=alert]", /不是今天|那天|日/);
  assert.equal(await desk.inputValue("#code"), code);
  await good(desk, "desk-appointments");
});

test("a thing is taken in, mended and given back with one press for each step", async () => {
  await hub.issue("repair");
  await desk.click("text=回到叫号");
  await press("叫号");
  await desk.waitForSelector('.current[data-state="called"]');
  await press("开始");
  await desk.click("a:has-text('收件')");
  await good(desk, "desk-receive");
  await desk.click(".tiles label:has-text('电水壶')");
  await desk.click("text=收下并办完");
  await assertShows(desk, ".shown", /请写在标签上/);
  const tag = (await desk.innerText(".shown .number")).replace(/\s/g, "");
  assert.equal(tag, "件001");
  await good(desk, "desk-received");
  await desk.click("text=所有收下的东西");
  for (const [step, shown] of [
    ["开始修", "在修"],
    ["修好了", "等人来取"],
    ["通知取件", "刚通知"],
  ]) {
    await desk.click(`.thing button:has-text("${step}")`);
    await desk.waitForSelector(`.thing:has-text("${shown}")`);
  }
  await desk.fill("#find", "1");
  await desk.click(".ask button");
  await desk.waitForSelector(".found .thing");
  await good(desk, "desk-items");
  await board.goto(`${hub.base}/dashboard/items`);
  await assertShows(board, "main", /在修 0，待取 1/);
  await good(board, "dashboard-items");
  await desk.click('.thing button:has-text("已取走") >> nth=0');
  await desk.waitForSelector("text=今天取走的");
  await desk.click("text=回到叫号");
  await desk.waitForSelector('.current[data-state="idle"]');
  await desk.setViewportSize({ width: 320, height: 640 });
  await assertNoSidewaysScroll(desk, "desk");
  await desk.setViewportSize(PHONE.viewport);
});

test("who stands aside comes back, and undo says what it takes back", async () => {
  await hub.issue("repair");
  await press("叫号");
  await desk.waitForSelector('.current[data-state="called"]');
  await press("挂起");
  await desk.waitForSelector("section:has-text('挂起') button:has-text('叫这位')");
  await assertShows(desk, ".undo", /挂起/);
  await good(desk, "desk-aside");
  await press("叫这位");
  await desk.waitForSelector('.current[data-state="called"]');
  await assertShows(desk, ".current", /志愿者/);
  await press("过号");
  await press("重新排队");
  await desk.waitForSelector("section:has-text('等候') li");
});

test("the day's appointments stand in a grid, and the day before is one press away", async () => {
  await board.goto(`${hub.base}/dashboard`);
  await board.waitForSelector(".figures :text('今天预约')");
  await good(board, "dashboard");
  await board.click("nav.links >> text=预约");
  assert.equal(await board.locator("tbody tr").count(), 23);
  await good(board, "dashboard-appointments");
  await board.click("text=前一天");
  assert.equal(await board.locator("text=今天 >> nth=0").isVisible(), true);
  await board.setViewportSize(PHONE.viewport);
  await good(board, "dashboard-appointments-phone");
  await board.setViewportSize({ width: 1920, height: 1080 });
});

test("an organiser sees what a rule would do before it is saved", async () => {
  for (const priority of [false, false, true, true, false]) {
    const card = priority ? "priority" : "standard";
    await hub.post("tickets", { service: "haircut", class: card });
  }
  await board.goto(`${hub.base}/dashboard/settings/services/haircut`);
  await board.selectOption("#policy", "first");
  await board.fill("#policy_number", "2");
  await board.click("text=看看效果");
  const after = board.locator(".before-after > div >> nth=1 >> li .digits");
  assert.deepEqual((await after.allInnerTexts()).slice(0, 3), ["003", "004", "001"]);
  assert.equal(await board.inputValue("#policy"), "first");
  const { services } = await hub.call("GET", "services");
  assert.notDeepEqual(services[0].policy, { first: { run: 2 } });
  await good(board, "form-preview");
});

test("times for appointments are set in the form, and a card by its number alone", async () => {
  await board.goto(`${hub.base}/dashboard/settings/services/haircut`);
  await board.fill("#slots_from", "09:00");
  await board.fill("#slots_minutes", "15");
  await board.fill("#slots_to", "09:05");
  await board.click("button:has-text('保存')");
  await assertShows(board, "#slots_to-help", /至少要够一次/);
  await board.fill("#slots_to", "11:00");
  await board.click("button:has-text('保存')");
  await board.waitForURL(/settings$/);
  const list = await hub.call("GET", "services/haircut/slots");
  assert.equal(list.slots.length, 8);
  await board.click("text=启用和作废便民卡");
  await board.fill("#number", "6222 0001 77");
  await board.click("text=启用这张卡");
  await assertShows(board, "main", /有效的卡 1 张/);
  assert.equal(await board.inputValue("#number"), "");
  await good(board, "settings-cards");
});
