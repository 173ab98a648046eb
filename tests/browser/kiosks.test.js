// A kiosk away from the hub: its number before the hub knows it, and what staff
// see when it is cut off or out of paper.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createHmac, randomUUID } from "node:crypto";
import { PHONE, assertAccessible, assertNoSidewaysScroll, assertShows, bytesLoaded, signIn, startBrowser } from "./browser.js";
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

/// A paired kiosk that makes numbers and links of its own, as a program apart
/// from ours would by the description of the API.
async function pairKiosk(name) {
  const { pairing } = await hub.post("kiosks", { name });
  const answer = await fetch(`${hub.base}/api/v1/pair`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code: pairing.code }),
  });
  const { credential } = await answer.json();
  const device = randomUUID();
  const series = await hub.call("POST", "satellites/series", { device }, credential);
  const key = Buffer.from(series.link_key, "base64url");
  const start = (bytes) => createHmac("sha256", key).update(bytes).digest().subarray(0, 8);
  let position = 0;
  let head = "";
  const sync = async (entries, more = {}) => {
    const clock = new Date().toISOString();
    const body = { device, clock, first: position + 1, before: head, entries, ...more };
    await hub.call("POST", "satellites/sync", body, credential);
    position += entries.length;
    head = entries.at(-1)?.hash ?? head;
  };
  const own = async (count) => {
    const ticket = randomUUID();
    const first = start(Buffer.from(ticket.replaceAll("-", ""), "hex"));
    const secret = Buffer.concat([first, start(first)]).toString("base64url");
    const { site } = await hub.call("GET", "");
    const entry = {
      hash: randomUUID(), at: new Date().toISOString(), entry: "issued", ticket,
      service: "haircut", day: site.day?.date, count, shown: count, prefix: "理",
    };
    const page = `${hub.base}/t/${series.link_base.split("/").at(-1)}${secret}`;
    return { entry, page, number: `理${series.stem}${String(count).padStart(2, "0")}` };
  };
  return { sync, own };
}

/// The hub takes a kiosk for gone some seconds after its last word.
const gone = async () => {
  for (;;) {
    const { kiosks } = await hub.call("GET", "satellites");
    if (kiosks.every((kiosk) => !kiosk.connected)) return;
  }
};

test("a number that is still to come turns into its ticket, with JavaScript and without", async () => {
  await hub.issue();
  const kiosk = await pairKiosk("东门");
  const tickets = [await kiosk.own(1), await kiosk.own(2)];
  await gone();
  const pages = [];
  for (const [nth, javaScriptEnabled] of [true, false].entries()) {
    const page = await (await browser.newContext({ ...PHONE, javaScriptEnabled })).newPage();
    const answer = await page.goto(tickets[nth].page);
    assert.equal(answer.status(), 200);
    await assertShows(page, "h1", /您的号码有效/);
    await assertShows(page, "#ticket", /东门/);
    pages.push(page);
  }
  assert.ok((await pages[1].content()).includes('http-equiv="refresh"'));
  await kiosk.sync(tickets.map((ticket) => ticket.entry));
  for (const [nth, page] of pages.entries()) {
    // Each changes by itself: the one by looking again, the other by loading anew.
    await page.waitForSelector('#ticket[data-state="waiting"]', { timeout: 20_000 });
    await assertShows(page, ".number", new RegExp(tickets[nth].number.slice(1)));
    // It is told of changes from then on.
    await page.waitForSelector('#phone:not([data-live=""])');
    await page.context().close();
  }
});

test("the page of such a number is accessible, narrow and within 30 kB, in both languages", async () => {
  const kiosk = await pairKiosk("西门");
  const ticket = await kiosk.own(1);
  for (const until of [async () => {}, gone]) {
    await until();
    const page = await (await browser.newContext({ ...PHONE, viewport: { width: 320, height: 640 } })).newPage();
    const bytes = await bytesLoaded(page, () => page.goto(ticket.page));
    assert.ok(bytes > 5_000 && bytes <= 30 * 1024, `${bytes} bytes`);
    for (const language of ["zh", "en"]) {
      await page.goto(`${ticket.page}?lang=${language}`);
      await assertAccessible(page, `pending ${language}`);
      await page.evaluate(() => (document.documentElement.style.fontSize = "24px"));
      await assertNoSidewaysScroll(page, `pending ${language}`);
    }
    await page.context().close();
  }
});

test("the dashboard says by itself that a kiosk is gone, and the desk that its paper is out", async () => {
  const kiosk = await pairKiosk("南门");
  const office = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "zh-CN" });
  const dashboard = await signIn(office, await hub.link("dashboard"));
  const square = await browser.newContext(PHONE);
  const desk = await signIn(square, await hub.link("desk", "1"));
  await kiosk.sync([], { printer: "paper_out" });
  const row = "#kiosks li:has-text('南门')";
  await assertShows(dashboard, row, /在线/);
  await assertShows(dashboard, row, /没纸了/);
  await assertShows(desk, ".printer", /南门没纸了/);
  await assertAccessible(dashboard, "dashboard with kiosks");
  await assertAccessible(desk, "desk with a printer");
  await assertNoSidewaysScroll(desk, "desk with a printer");
  // Nothing more is heard of it.
  await dashboard.waitForSelector(`${row}:has-text('起断线')`, { timeout: 20_000 });
  await desk.waitForSelector(".printer", { state: "detached", timeout: 20_000 });
  await dashboard.setViewportSize({ width: 320, height: 640 });
  await assertNoSidewaysScroll(dashboard, "dashboard with kiosks");
  await office.close();
  await square.close();
});
