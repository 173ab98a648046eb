// A display without a screen, with fingers and eyes: xdotool touches, ImageMagick looks.

import { run, Running } from "./process.mjs";
import { until } from "./until.mjs";

export class Display {
  /// Starts Xvfb on a display that nobody uses, with these further arguments.
  static async start(width, height, further = []) {
    const display = new Display();
    [display.width, display.height] = [width, height];
    const screen = `${width}x${height}x24`;
    display.server = new Running("Xvfb", ["-displayfd", "1", "-screen", "0", screen, "-nolisten", "tcp", ...further]);
    display.name = await until("Xvfb names its display", () => {
      const number = display.server.said().match(/^(\d+)\n/m);
      return number && `:${number[1]}`;
    });
    display.env = { ...process.env, DISPLAY: display.name };
    return display;
  }

  /// Touches as a finger does: down and up again at one point. `onDown` is told right before.
  async touch({ x, y }, onDown = () => {}) {
    await run("xdotool", ["mousemove", "--sync", String(x), String(y)], { env: this.env });
    onDown();
    await run("xdotool", ["click", "1"], { env: this.env });
  }

  /// Takes the finger away, so that no picture shows a pointer over something.
  async withdraw() {
    await run("xdotool", ["mousemove", String(this.width - 1), "0"], { env: this.env });
  }

  /// What is on the screen, as a PNG.
  async png() {
    return run("import", ["-display", this.name, "-window", "root", "png:-"], { env: this.env });
  }

  /// What is on the screen, pixel by pixel.
  async look() {
    const args = ["-display", this.name, "-window", "root", "-depth", "8", "rgb:-"];
    return new Picture(this.width, this.height, await run("import", args, { env: this.env }));
  }

  async end() {
    await this.server.end();
  }
}

/// Pixels, and what stands out in them.
export class Picture {
  constructor(width, height, bytes) {
    Object.assign(this, { width, height, bytes });
  }

  is(x, y, [red, green, blue]) {
    const at = 3 * (y * this.width + x);
    return this.bytes[at] === red && this.bytes[at + 1] === green && this.bytes[at + 2] === blue;
  }

  equals(other) {
    return this.bytes.equals(other.bytes);
  }

  /// Whether anything is there but the black of an empty display.
  isDrawn() {
    return this.bytes.some((part) => part !== 0);
  }

  /// The middle of everything drawn in exactly this colour; nothing when it is hardly there.
  middleOf(colour, leastPixels = 400) {
    const box = new Box();
    for (const run of this.#runsOf(colour)) box.add(run);
    return box.pixels >= leastPixels ? box.middle() : undefined;
  }

  /// The middle of the largest area filled with this colour: letters and lines are too thin to count.
  middleOfFilled(colour, leastRun = 100, leastPixels = 4000) {
    const areas = [];
    for (const run of this.#runsOf(colour)) {
      if (run.to - run.from < leastRun) continue;
      let area = areas.find((area) => area.goesOnWith(run));
      if (!area) areas.push((area = new Box()));
      area.add(run);
    }
    const largest = areas.sort((one, other) => other.pixels - one.pixels)[0];
    return largest?.pixels >= leastPixels ? largest.middle() : undefined;
  }

  *#runsOf(colour) {
    for (let y = 0; y < this.height; y += 1) {
      for (let x = 0; x < this.width; x += 1) {
        const from = x;
        while (x < this.width && this.is(x, y, colour)) x += 1;
        if (x > from) yield { from, to: x - 1, y };
      }
    }
  }
}

class Box {
  pixels = 0;
  left = Infinity;
  right = -Infinity;
  top = Infinity;
  bottom = -Infinity;

  /// Whether the run lies in the box or right below it.
  goesOnWith({ from, to, y }) {
    return y <= this.bottom + 1 && from <= this.right && to >= this.left;
  }

  add({ from, to, y }) {
    this.pixels += to - from + 1;
    this.left = Math.min(this.left, from);
    this.right = Math.max(this.right, to);
    this.top = Math.min(this.top, y);
    this.bottom = Math.max(this.bottom, y);
  }

  middle() {
    return { x: Math.round((this.left + this.right) / 2), y: Math.round((this.top + this.bottom) / 2) };
  }
}

/// `#96281B` as three numbers.
export function colour(hex) {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
