// A kiosk on a machine of its own, with a glass, a finger and a printer of slips.

import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { Display } from "../../main_job/lib/display.mjs";
import { LOOK } from "../../main_job/lib/kiosk.mjs";
import { run, Running } from "../../main_job/lib/process.mjs";
import { until } from "../../main_job/lib/until.mjs";
import { stalledMs } from "./busy.mjs";
import { Glass } from "./glass.mjs";

const SIZE = [1280, 800];
// A kiosk takes what comes sooner after another page appeared for the same finger's bounce.
const BOUNCE_MS = 900;
// A touch without any answer by then gets none.
const TOUCH_MS_MAX = 20_000;

export class Satellite {
  constructor(program, machine, folder) {
    Object.assign(this, { program, machine, folder, name: machine.name, data: join(folder, "data") });
    this.slipFolder = join(folder, "slips");
    this.shown = [];
  }

  /// Starts the program with these words on how it finds its hub, and waits for the services.
  async start(hub) {
    const pixels = join(this.folder, "pixels");
    await mkdir(pixels, { recursive: true });
    this.display = await Display.start(...SIZE, ["-fbdir", pixels]);
    this.glass = await Glass.of(pixels);
    const printer = `file:${this.slipFolder},mode=text,format=escpos`;
    const args = [...hub, "--data-dir", this.data, "--lang", "zh", "--size", SIZE.join("x"), "--printer", printer];
    this.running = new Running(...this.machine.command(this.program, args), { env: this.display.env });
    await this.services();
    // From here on it can give numbers by itself.
    await until("the kiosk has a series", async () => readFile(join(this.data, "series.json")));
    await until("the kiosk keeps its site", async () => readFile(join(this.data, "site.json")));
  }

  /// Waits for the services.
  async services() {
    return until("the services are there", async () => {
      this.running.said();
      const picture = await this.glass.look();
      const cards = Object.entries(LOOK.SERVICES).map(([service, colour]) => [service, picture.middleOf(colour)]);
      return cards.every(([, card]) => card) && Object.fromEntries(cards);
    });
  }

  /// Touches the card of a service and watches for the number. What is measured begins before the
  /// finger comes down.
  async touch(service) {
    const card = (await this.services())[service];
    await this.#calm();
    const stalledBefore = await stalledMs();
    let began;
    const touching = this.display.touch(card, () => (began = performance.now()));
    const watching = this.glass.code(this.shown.at(-1)?.link, { within: TOUCH_MS_MAX });
    const [{ code, at, stalled }] = await Promise.all([watching, touching]);
    await this.display.withdraw();
    const shown = { kiosk: this.name, service, link: code, at, took: at - began, busy: stalled - stalledBefore };
    this.shown.push(shown);
    this.changedAt = performance.now();
    return shown;
  }

  /// Takes the number along: the next one finds the services.
  async done() {
    await this.#calm();
    const button = await until("the button that ends a visit", async () =>
      (await this.glass.look()).middleOfFilled(LOOK.INK),
    );
    await this.display.touch(button);
    await this.display.withdraw();
    await this.services();
    this.changedAt = performance.now();
  }

  async #calm() {
    const since = performance.now() - (this.changedAt ?? -Infinity);
    await new Promise((resolve) => setTimeout(resolve, BOUNCE_MS - since));
  }

  /// The slips that were printed, as the people hold them: number and link.
  async slips() {
    const files = await readdir(this.slipFolder);
    return Promise.all(files.map(async (file) => slip(await readFile(join(this.slipFolder, file)))));
  }

  /// What the program wrote down on its disk, once it has ended.
  async writtenDown(admin) {
    const file = join(this.folder, "written-down");
    await run(admin, ["--data-dir", this.data, "sync", "export", file]);
    const lines = (await readFile(file, "utf8")).split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line));
  }

  async stop() {
    await this.running?.end();
  }

  async end() {
    await this.stop();
    await this.glass?.end();
    await this.display?.end();
  }
}

/// Number and link of a slip in the printer's own characters.
function slip(bytes) {
  const text = new TextDecoder("gb18030").decode(bytes);
  const number = text.match(/[理修][甲乙丙]?\d+/)?.[0];
  const link = text.match(/http:\/\/[\w.:]+\/t\/[\w-]{26}/)?.[0];
  return { number, link };
}
