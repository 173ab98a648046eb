import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { assertAccessible, assertShows, startBrowser } from "./browser.js";
import { startHub } from "./hub.js";

let hub, browser, page;
before(async () => {
  hub = await startHub();
  browser = await startBrowser();
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: "zh-CN" });
  page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.heard = [];
    document.addEventListener("clip", ({ detail }) => {
      const name = detail.address.split("/").pop().replace(".wav", "");
      const caption = document.querySelector("#newest .caption")?.textContent;
      globalThis.heard.push({ ...detail, name, at: performance.now(), caption });
    });
    // When each announcement was shown: the caption's instant.
    globalThis.captions = [];
    new MutationObserver(() => {
      const call = document.querySelector("#newest .call.now");
      const text = call?.querySelector(".caption").textContent;
      const last = globalThis.captions.at(-1);
      if (text && last?.text !== text) globalThis.captions.push({ text, at: performance.now() });
    }).observe(document, { subtree: true, childList: true });
  });
  await page.goto(`${hub.base}/board`);
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

const heard = (count) =>
  page
    .waitForFunction((count) => globalThis.heard.length >= count, count, { timeout: 40_000 })
    .then(() => page.evaluate(() => globalThis.heard));

test("a call is shown large at the instant it is spoken: chime, then twice, clip after clip", async () => {
  await hub.issue();
  await hub.issue();
  await hub.issue();
  const { ticket } = await hub.post("stations/1/call-next");
  const clips = await heard(15);
  const sentence = ["qing", "haircut", "n1", "hao", "dao", "n1", "haotai"];
  assert.deepEqual(clips.slice(0, 15).map((c) => c.name), ["chime", ...sentence, ...sentence]);
  for (let i = 1; i < 15; i += 1) {
    const ends = clips[i - 1].starts + clips[i - 1].lasts;
    assert.ok(clips[i].starts >= ends - 0.001, `${clips[i].name} starts while ${clips[i - 1].name} sounds`);
  }
  const captions = await page.evaluate(() => globalThis.captions);
  assert.equal(captions[0].text, "请 理发 一号 到 一号台");
  assert.ok(Math.abs(captions[0].at - clips[0].at) < 150);
  const large = await page.innerText("#newest .number");
  assert.equal(large.replace(/\s/g, ""), ticket.number);
});

test("calls at the same time are announced one after the other, each for ten seconds", async () => {
  await hub.post("stations/2/call-next");
  await hub.post("stations/3/call-next");
  await page.waitForFunction(() => globalThis.captions.length >= 3, null, { timeout: 60_000 });
  const captions = await page.evaluate(() => globalThis.captions);
  assert.match(captions[1].text, /二号 到 二号台/);
  assert.match(captions[2].text, /三号 到 三号台/);
  assert.ok(captions[2].at - captions[1].at >= 10_000);
  const clips = await heard(45);
  const spoken = (n) => clips.slice(15 * n, 15 * n + 15);
  const ends = (call) => Math.max(...call.map((c) => call[0].at / 1000 + c.starts + c.lasts));
  assert.ok(spoken(2)[0].at / 1000 >= ends(spoken(1)) - 0.1, "two calls are spoken over each other");
});

test("the digits of the newest call are read from eight metres", async (t) => {
  // A television of 32″ is 708 mm wide; a hundredth of the distance is 80 mm.
  const share = await page.evaluate(() => {
    const style = getComputedStyle(document.querySelector("#newest .number"));
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    return pen.measureText("0").actualBoundingBoxAscent / innerWidth;
  });
  const millimetres = share * 708;
  t.diagnostic(`rule 4 │ digits of the board at 32″ │ ≥ 80 mm │ ${millimetres.toFixed(1)} mm`);
  assert.ok(millimetres >= 80, `${millimetres} mm`);
});

test("the newest call flashes at most once a second", async () => {
  const secs = await page.evaluate(() => {
    const call = document.createElement("article");
    call.className = "call now";
    document.getElementById("newest").append(call);
    const period = Number.parseFloat(getComputedStyle(call).animationDuration);
    call.remove();
    return period;
  });
  assert.ok(secs >= 1, `${secs} s`);
});

test("the last five, the next two, the waiting and the closing time are there", async () => {
  await hub.call("PATCH", "services/haircut", { closes: "23:59" });
  for (let i = 0; i < 4; i += 1) await hub.issue();
  for (const station of [1, 2, 3]) {
    await hub.post(`stations/${station}/start`);
    await hub.post(`stations/${station}/call-next`, { finish: true });
  }
  await page.waitForFunction(() => document.querySelectorAll(".last li:not(.empty)").length === 5);
  await assertShows(page, ".line >> nth=0", /请准备/);
  await assertShows(page, ".line >> nth=0", /有 1 位在等/);
  await assertShows(page, ".line >> nth=0", /23:59 停止发号/);
});

test("an undone call is withdrawn", async () => {
  const { ticket } = await hub.call("GET", "stations").then((all) => all.stations[2]);
  await hub.post("stations/3/undo");
  const gone = (number) => !document.getElementById("side").textContent.replace(/\s/g, "").includes(number);
  await page.waitForFunction(gone, ticket.number);
});

test("a thing that is ready is called by the number on its tag and stays in a strip", async () => {
  await hub.issue("repair");
  for (const step of ["call-next", "start"]) await hub.post(`stations/4/${step}`);
  await hub.post("stations/4/receive-item", { kind: "lamp", finish: true });
  await hub.post("items/1/finish", { outcome: "repaired" });
  await hub.post("items/1/call");
  const called = () => globalThis.captions.some(({ text }) => text === "请 一号 取件");
  await page.waitForFunction(called, null, { timeout: 90_000 });
  await assertShows(page, "#newest .call.now", /台灯[^]*件\s*001[^]*请来取件/);
  await assertShows(page, "#side .collect", /取件[^]*件\s*001[^]*台灯/);
  await page.waitForFunction(() => globalThis.heard.at(-1).name === "qujian");
  const names = await page.evaluate(() => globalThis.heard.slice(-9).map((clip) => clip.name));
  const sentence = ["qing", "n1", "hao", "qujian"];
  assert.deepEqual(names, ["chime", ...sentence, ...sentence]);
  await hub.post("items/1/collect");
  await page.waitForSelector("#side .collect", { state: "detached" });
});

test("mute and volume are kept, and the board is accessible", async () => {
  await page.click("#mute");
  assert.equal(await page.getAttribute("#mute", "aria-pressed"), "true");
  await page.reload();
  assert.equal(await page.getAttribute("#mute", "aria-pressed"), "true");
  await assertAccessible(page, "board");
});

test("a browser that blocks sound gets a button for it, and nothing that is called is covered", async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "zh-CN" });
  const quiet = await context.newPage();
  await quiet.addInitScript(() => {
    let allowed = false;
    Object.defineProperty(AudioContext.prototype, "state", { get: () => (allowed ? "running" : "suspended") });
    AudioContext.prototype.resume = () => {
      allowed = true;
      return Promise.resolve();
    };
  });
  await quiet.goto(`${hub.base}/board`);
  await quiet.click("text=点这里打开声音");
  await quiet.waitForSelector("#ask", { state: "hidden" });
  await context.close();
});
