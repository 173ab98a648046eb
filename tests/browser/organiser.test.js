import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { PHONE, assertAccessible, assertNoSidewaysScroll, assertShows, signIn, startBrowser } from "./browser.js";
import { startHub } from "./hub.js";

let hub, browser, context, page;
before(async () => {
  hub = await startHub();
  browser = await startBrowser();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "zh-CN" });
  page = await signIn(context, await hub.link("dashboard"));
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

const figure = (name) => page.innerText(`.figures div:has-text("${name}") dd`);
const settings = () => page.goto(`${hub.base}/dashboard/settings`);

test("the dashboard follows the day by itself", async () => {
  assert.match(page.url(), /\/dashboard$/);
  await hub.issue();
  await hub.issue();
  await page.waitForFunction(() => document.querySelector(".figures dd").textContent.trim() === "2");
  await hub.post("stations/1/call-next");
  await page.waitForFunction(() => document.querySelector("#now").innerText.includes("用表格看"));
  assert.equal(await figure("已发号"), "2");
  const rows = await page.locator("#numbers tbody tr").count();
  assert.equal(rows, await page.locator(".chart rect").count());
  await assertAccessible(page, "dashboard");
});

test("issuing stops and goes on, stations close and open, with one press", async () => {
  await page.click("tr:has-text('理发') button:has-text('停止发号')");
  await page.waitForSelector("tr:has-text('理发') button:has-text('恢复发号')");
  await page.click("tr:has-text('理发') button:has-text('恢复发号')");
  await page.waitForSelector("tr:has-text('理发') button:has-text('停止发号')");
  await page.click("button[aria-label='关台 5']");
  await page.waitForSelector("button[aria-label='开放 5']");
  await page.click("button[aria-label='开放 5']");
  await page.waitForSelector("button[aria-label='关台 5']");
});

test("closing the day asks first", async () => {
  await page.click("summary:has-text('结束今天的服务')");
  await page.click("text=确定结束");
  await page.waitForSelector("text=今天已结束");
  await page.click("summary:has-text('重新开放今天的服务')");
  await page.click("text=确定开放");
  await page.waitForSelector("text=今天正在服务");
});

test("a service is changed in a form that says what is wrong beside its field", async () => {
  await settings();
  await assertAccessible(page, "settings");
  await page.click("[aria-label='修改 理发']");
  await assertAccessible(page, "form");
  await page.fill("#minutes", "999");
  await page.fill("#name_zh", "免费理发");
  await page.click("button:has-text('保存')");
  await assertShows(page, "#minutes-help", /1 到 480/);
  assert.equal(await page.inputValue("#name_zh"), "免费理发");
  await page.fill("#minutes", "15");
  await page.click("button:has-text('保存')");
  await page.waitForSelector("text=免费理发");
  const { services } = await hub.call("GET", "services");
  assert.equal(services[0].minutes, 15);
});

test("a service and a station are added and removed", async () => {
  await settings();
  await page.click("text=添加服务 >> nth=0");
  await page.fill("#name_zh", "磨刀");
  await page.fill("#id", "sharpen");
  await page.fill("#prefix", "磨");
  await page.selectOption("#icon", "sharpen");
  await page.click("button:has-text('保存')");
  await page.click("text=添加服务台");
  await page.fill("#id", "6");
  await page.check("input[value='sharpen']");
  await page.click("button:has-text('保存')");
  await page.waitForSelector("text=6 号台");
  const { stations } = await hub.call("GET", "stations");
  assert.deepEqual(stations.at(-1).services, ["sharpen"]);
  await page.click("[aria-label='修改 6 号台']");
  await page.click("summary:has-text('删除')");
  await page.click("text=确定删除");
  await page.waitForURL(/settings$/);
  assert.equal((await hub.call("GET", "stations")).stations.length, 5);
});

test("joining by phone is switched on, and off says what to do instead", async () => {
  const phone = await (await browser.newContext(PHONE)).newPage();
  await phone.goto(`${hub.base}/join`);
  await assertShows(phone, "main", /取号机/);
  await assertAccessible(phone, "join off");
  await settings();
  await page.click("text=修改名称、语言和规则");
  await page.check("input[value='yes']");
  await page.click("button:has-text('保存')");
  await page.waitForURL(/settings$/);
  await phone.goto(`${hub.base}/join`);
  await assertAccessible(phone, "join");
  await phone.click("form >> nth=0 >> button");
  await phone.waitForURL(/\/t\//);
  await phone.waitForSelector('#ticket[data-state="waiting"]');
  await phone.click("summary:has-text('还要办别的')");
  await phone.click("#also button");
  await phone.waitForFunction(() => document.querySelector(".prefix").textContent === "修");
  await phone.context().close();
});

test("a fresh link is shown as a code, and a device is signed out", async () => {
  await settings();
  await page.click("#links button:has-text('1 号台')");
  const link = await page.innerText("code");
  assert.ok(await page.locator(".qr svg path").count());
  const other = await (await browser.newContext(PHONE)).newPage();
  await other.goto(link);
  await other.fill("#name", "王师傅");
  await other.click("#enter");
  await other.waitForURL(/\/desk/);
  await settings();
  await page.click("[aria-label='退出 王师傅']");
  await page.waitForURL(/settings$/);
  assert.equal((await other.goto(`${hub.base}/desk`)).status(), 401);
  await other.context().close();
});

test("the PIN is changed, and refuses letters in words", async () => {
  await settings();
  await page.fill("#pin input, input[name=pin]", "12ab");
  await page.click("text=更改密码");
  await page.waitForSelector("text=请填六到十二位数字");
  await page.fill("input[name=pin]", "246802");
  await page.click("text=更改密码");
  await page.waitForSelector("text=密码已更改");
});

test("the start page shows services, waits and the switch of language", async () => {
  await page.goto(hub.base);
  await assertAccessible(page, "home");
  await page.click("text=English");
  await assertShows(page, "h1", /Today's services/);
  await page.goto(`${hub.base}/s/square`);
  await assertShows(page, "h1", /Today's services/);
  await page.setViewportSize({ width: 320, height: 640 });
  await assertNoSidewaysScroll(page, "home");
});

test("every page of the organiser's fits a phone, with people at the stations", async () => {
  await hub.issue();
  await hub.post("stations/1/call-next");
  await page.setViewportSize(PHONE.viewport);
  for (const path of ["", "/appointments", "/items", "/audit", "/settings", "/settings/cards"]) {
    await page.goto(`${hub.base}/dashboard${path}`);
    await assertNoSidewaysScroll(page, path);
    await assertAccessible(page, path);
  }
});
