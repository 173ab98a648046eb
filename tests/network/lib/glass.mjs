// What a glass shows, and since when: read from the memory that Xvfb draws into, so that looking
// takes nothing from the program that is watched.

import { open } from "node:fs/promises";
import { join } from "node:path";

import { colour, Picture } from "../../main_job/lib/display.mjs";
import { run } from "../../main_job/lib/process.mjs";
import { stalledMs } from "./busy.mjs";

const LOOK_EVERY_MS = 15;
// The ground of the strip in which the idle screen says that the network is gone.
const STRIP = colour("#FBF0D9");
// Of an XWD file: big-endian words, by their place in its head.
const HEAD = { bytes: 0, width: 4, height: 5, rowBytes: 12, colours: 19 };
const COLOUR_BYTES = 12;

export class Glass {
  /// The picture of a display that was started with `-fbdir` and this folder.
  static async of(folder) {
    const glass = new Glass();
    glass.file = await open(join(folder, "Xvfb_screen0"));
    const head = Buffer.alloc(100);
    await glass.file.read(head, 0, head.length, 0);
    const word = (at) => head.readUInt32BE(4 * at);
    [glass.width, glass.height, glass.rowBytes] = [word(HEAD.width), word(HEAD.height), word(HEAD.rowBytes)];
    glass.from = word(HEAD.bytes) + COLOUR_BYTES * word(HEAD.colours);
    return glass;
  }

  /// Everything on it, four bytes a pixel: blue, green, red and nothing.
  async pixels() {
    const bytes = Buffer.allocUnsafe(this.rowBytes * this.height);
    await this.file.read(bytes, 0, bytes.length, this.from);
    return bytes;
  }

  async look() {
    const [pixels, bytes] = [await this.pixels(), Buffer.allocUnsafe(3 * this.width * this.height)];
    for (let from = 0, to = 0; to < bytes.length; from += 4, to += 3) {
      bytes[to] = pixels[from + 2];
      bytes[to + 1] = pixels[from + 1];
      bytes[to + 2] = pixels[from];
    }
    return new Picture(this.width, this.height, bytes);
  }

  /// Whether the idle screen says that the network is gone.
  async saysGone() {
    return (await this.look()).middleOfFilled(STRIP) !== undefined;
  }

  /// Watches until a code is there, another one than `before`; answers what it says, when the first
  /// picture with it was seen, and how long programs had waited for a processor by then.
  async code(before, { within }) {
    const seen = [];
    const deadline = performance.now() + within;
    let [found, reading, read] = [undefined, undefined, 0];
    while (!found) {
      const pixels = await this.pixels();
      if (!seen.length || !pixels.equals(seen.at(-1).pixels)) {
        seen.push({ at: performance.now(), stalled: await stalledMs(), pixels });
      }
      if (!reading && read < seen.length) {
        read = seen.length;
        reading = this.#decoded(seen.at(-1).pixels).then((code) => {
          if (code && code !== before) found = code;
          reading = undefined;
        });
      }
      if (performance.now() > deadline) throw new Error(`no code on the glass within ${within} ms`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    // It took a while to read it: the first picture with it is found among those seen meanwhile.
    let [without, has] = [-1, read - 1];
    while (has - without > 1) {
      const middle = (has + without) >> 1;
      if ((await this.#decoded(seen[middle].pixels)) === found) has = middle;
      else without = middle;
    }
    const { at, stalled } = seen[has];
    return { code: found, at, stalled };
  }

  /// What the code on a picture says; nothing without one.
  async #decoded(pixels) {
    const grey = Buffer.allocUnsafe(this.width * this.height);
    for (let to = 0; to < grey.length; to += 1) grey[to] = pixels[4 * to + 1];
    const input = Buffer.concat([Buffer.from(`P5 ${this.width} ${this.height} 255\n`), grey]);
    const args = ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "pgm:-"];
    try {
      return (await run("zbarimg", args, { input })).toString().trim() || undefined;
    } catch (error) {
      // It says so when there is none.
      if (error.code === 4) return undefined;
      throw error;
    }
  }

  async end() {
    await this.file?.close();
  }
}
