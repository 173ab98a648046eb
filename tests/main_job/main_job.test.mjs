// Touch, ticket, call, see: the whole way of one number through the built programs, and what is
// left of it after the power went.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";

import { Browser } from "./lib/browser.mjs";
import { Display } from "./lib/display.mjs";
import { freePort, Kiosk } from "./lib/kiosk.mjs";
import { Pictures } from "./lib/pictures.mjs";
import { steps } from "./lib/steps.mjs";
import { until } from "./lib/until.mjs";

const WINDOW = [1280, 800];
const PHONE = [390, 844, { phone: true }];
const SCREEN = [1280, 720];

let display, browser, pictures, kiosk, folder;
let phone, desk, board, ticketUrl;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "paihao-main-job-"));
  display = await Display.start(...WINDOW);
  browser = await Browser.start();
  pictures = await Pictures.open();
  kiosk = new Kiosk(process.env.PAIHAO_KIOSK, display, join(folder, "data"), await freePort());
});

after(async () => {
  await kiosk?.kill();
  await browser?.end();
  await display?.end();
  await rm(folder, { recursive: true, force: true });
});

const step = steps(async (t) => {
  await pictures.keep("failed", await display.png());
  t.diagnostic(`the window at that moment: ${pictures.folder}/failed.png`);
  t.diagnostic(kiosk.running?.output ?? "the kiosk was not started");
});

step("a new machine is set up with a few touches", async (t) => {
  await kiosk.start();
  t.diagnostic(`something is shown ${await kiosk.firstFrame()} ms after the start`);
  await kiosk.setUp(async (page) => pictures.keep(`first-run-${page + 1}`, await display.png()));
  await pictures.keep("kiosk", await display.png());
});

step("one touch gives a number, and its code can be read from the window", async () => {
  await kiosk.touchService("haircut");
  ticketUrl = await kiosk.code();
  assert.match(ticketUrl, new RegExp(`^${kiosk.base}/t/[A-Za-z0-9_-]{26}$`));
  await pictures.keep("ticket", await display.png());
  assert.deepEqual(await ticketOf(ticketUrl), { number: "理001", state: "waiting", ahead: 0, station: null });
});

step("the code opens the ticket on a phone", async () => {
  phone = await browser.device(...PHONE);
  await phone.goto(ticketUrl);
  await seen(phone, "#ticket[data-state=waiting] .number", /理\s*001/);
  await pictures.keep("phone", await phone.screenshot());
  // Gone if the page is loaded again.
  await phone.evaluate(() => (window.sameVisit = true));
});

step("a volunteer signs in with the printed link and calls", async () => {
  board = await browser.device(...SCREEN);
  await board.addInitScript(() => {
    window.played = [];
    document.addEventListener("clip", ({ detail }) => window.played.push(detail));
  });
  await board.goto(`${kiosk.base}/board`);
  await board.locator("#newest .nobody").waitFor();
  desk = await browser.device(...PHONE);
  await desk.goto(await kiosk.link(/desk|叫号/i));
  await desk.locator("#enter").click();
  if (await desk.locator(".stations a").count()) await desk.locator(".stations a").first().click();
  const call = desk.locator(".thumb button", { hasText: "叫号" });
  await call.waitFor();
  await until("the button can be pressed", () => call.isEnabled());
  await call.click();
  await seen(desk, ".current .number", /理\s*001/);
  await pictures.keep("desk", await desk.screenshot());
});

step("the board shows number and station and says them", async (t) => {
  await seen(board, "#newest .number", /理\s*001/);
  await seen(board, "#newest .to", /1/);
  await pictures.keep("board", await board.screenshot());
  const wanted = (await board.locator("#newest .call").getAttribute("data-clips")).split(" ");
  const chime = await board.locator("#board").getAttribute("data-chime");
  const played = await until("the clips are played", async () => {
    const played = await board.evaluate(() => window.played);
    return played.length >= 1 + 2 * wanted.length && played;
  });
  assert.deepEqual(played.map((clip) => clip.address), [chime, ...wanted, ...wanted]);
  played.slice(1).forEach((clip, i) => {
    assert.ok(clip.lasts > 0, `${clip.address} is silent`);
    assert.ok(clip.starts >= played[i].starts + played[i].lasts - 0.001, `${clip.address} is spoken over another one`);
  });
  t.diagnostic(`played: ${played.map((clip) => clip.address.split("/").pop()).join(" ")}`);
});

step("the phone changed by itself", async () => {
  await seen(phone, "#ticket[data-state=called]", /1\s*号台/);
  assert.equal(await phone.evaluate(() => window.sameVisit), true);
  await pictures.keep("phone-called", await phone.screenshot());
});

step("after kill -9 everything is still there", async (t) => {
  await kiosk.kill();
  const began = Date.now();
  await kiosk.start();
  t.diagnostic(`the hub answers ${Date.now() - began} ms after the start`);
  await kiosk.services();
  assert.deepEqual(await ticketOf(ticketUrl), { number: "理001", state: "called", ahead: null, station: "1" });
  await phone.reload();
  await seen(phone, "#ticket[data-state=called] .number", /理\s*001/);
  await desk.reload();
  await seen(desk, ".current .number", /理\s*001/);
  await board.reload();
  await seen(board, "#newest .number, #side .number", /理\s*001/);
});

step("and the next number follows", async (t) => {
  await kiosk.touchService("haircut");
  const next = await kiosk.code();
  assert.notEqual(next, ticketUrl);
  assert.deepEqual(await ticketOf(next), { number: "理002", state: "waiting", ahead: 0, station: null });
  t.diagnostic(`the kiosk holds ${await kiosk.memory()} MiB`);
  for (const page of [phone, desk, board]) assert.deepEqual(page.faults, []);
});

/// Waits until a part of a page says it.
async function seen(page, selector, text) {
  await page.locator(selector).filter({ hasText: text }).first().waitFor({ timeout: 20_000 });
}

/// The ticket behind a phone page's address, as its holder's program gets it.
async function ticketOf(url) {
  const token = new URL(url).pathname.split("/").pop();
  const answer = await fetch(`${kiosk.base}/api/v1/sites/square/tickets/${token}`);
  assert.equal(answer.status, 200);
  const { number, state, ahead, station } = (await answer.json()).ticket;
  return { number, state, ahead, station };
}
