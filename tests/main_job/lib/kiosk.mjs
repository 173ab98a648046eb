// The kiosk's program and window, used as a person uses it.

import { readFile } from "node:fs/promises";
import { createServer } from "node:net";

import { colour } from "./display.mjs";
import { run, Running } from "./process.mjs";
import { until } from "./until.mjs";

// The look that visitors know: the design's ink and the deep colour of each service.
export const LOOK = {
  INK: colour("#1B2529"),
  SERVICES: { haircut: colour("#96281B"), repair: colour("#17456E") },
};
// Steps of the walk through a new machine, and then some.
const STEPS_MAX = 8;

export class Kiosk {
  constructor(program, display, dataDir, port) {
    Object.assign(this, { program, display, dataDir, port, base: `http://127.0.0.1:${port}` });
  }

  /// Starts the program and waits until its hub answers and its window shows something.
  async start() {
    const size = `${this.display.width}x${this.display.height}`;
    const env = Object.fromEntries(Object.entries(this.display.env).filter(([name]) => !name.startsWith("PAIHAO_")));
    const args = ["--data-dir", this.dataDir, "--listen", `127.0.0.1:${this.port}`, "--lang", "zh", "--size", size];
    this.began = Date.now();
    this.running = new Running(this.program, args, { env });
    await until("the hub answers", async () => {
      this.running.said();
      return (await fetch(`${this.base}/healthz`)).ok;
    });
  }

  /// An address that the program printed behind this word, in its first start.
  async link(word) {
    return until(`a link for ${word} is printed`, () => {
      const line = this.running.said().split("\n").find((line) => word.test(line) && line.includes("/l/"));
      return line?.match(/http:\/\/\S+/)?.[0];
    });
  }

  /// Walks through the pages of a new machine until the services are there.
  async setUp(onPage) {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      const next = await until("a page is there", async () => {
        const picture = await this.display.look();
        const [services, button] = [picture.middleOf(LOOK.SERVICES.haircut), picture.middleOfFilled(LOOK.INK)];
        return (services || button) && { services, button, seen: picture };
      });
      if (next.services) return;
      await onPage(step);
      await this.display.touch(next.button);
      await this.display.withdraw();
      await until("the next page", async () => !(await this.display.look()).equals(next.seen));
    }
    throw new Error(`no services after ${STEPS_MAX} pages`);
  }

  /// Waits for the services.
  async services() {
    await until("the services are there", async () => (await this.display.look()).middleOf(LOOK.SERVICES.repair));
  }

  /// Touches the card of a service once.
  async touchService(service) {
    const card = await until(`the card of ${service}`, async () => (await this.display.look()).middleOf(LOOK.SERVICES[service]));
    await this.display.touch(card);
    await this.display.withdraw();
  }

  /// What the code on the window says, read from a picture of it.
  async code() {
    return until("a code can be read from the picture", async () => {
      const args = ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "png:-"];
      return (await run("zbarimg", args, { input: await this.display.png() })).toString().trim();
    });
  }

  /// Waits for the first picture; answers the milliseconds since the start, as far as looking every
  /// tenth of a second can tell.
  async firstFrame() {
    await until("the window shows something", async () => (await this.display.look()).isDrawn());
    return Date.now() - this.began;
  }

  /// Resident memory in MiB.
  async memory() {
    const status = await readFile(`/proc/${this.running.child.pid}/status`, "utf8");
    return Math.round(Number(status.match(/^VmRSS:\s+(\d+) kB/m)[1]) / 1024);
  }

  /// Ends the program as a power cut would.
  async kill() {
    await this.running.end("SIGKILL");
  }
}

/// A port that is free now.
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
