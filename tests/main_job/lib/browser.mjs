// Phones and screens: pages in a headless Chromium.

import { createRequire } from "node:module";

// The driver is the one that the browser tests install.
const require = createRequire(new URL("../../browser/package.json", import.meta.url));

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A board is started by whoever hangs it up; here nobody can tap it once.
  "--autoplay-policy=no-user-gesture-required",
];

export class Browser {
  static async start() {
    const browser = new Browser();
    const { chromium } = require("playwright-core");
    browser.chromium = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: FLAGS,
    });
    return browser;
  }

  /// A device of its own: nothing is shared with the others.
  async device(width, height, { phone = false } = {}) {
    const context = await this.chromium.newContext({
      viewport: { width, height },
      locale: "zh-CN",
      deviceScaleFactor: phone ? 2 : 1,
      isMobile: phone,
      hasTouch: phone,
    });
    const page = await context.newPage();
    page.faults = [];
    page.on("pageerror", (error) => page.faults.push(String(error)));
    return page;
  }

  async end() {
    await this.chromium?.close();
  }
}
