// Pictures of what was seen, small enough for a README.

import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { run } from "./process.mjs";

export class Pictures {
  static async open() {
    const pictures = new Pictures();
    const wanted = process.env.PAIHAO_PICTURES;
    if (wanted) await mkdir(wanted, { recursive: true });
    pictures.folder = wanted ? resolve(wanted) : await mkdtemp(join(tmpdir(), "paihao-pictures-"));
    return pictures;
  }

  /// Keeps a picture under a name, with a palette and no more.
  async keep(name, png) {
    const args = ["png:-", "-strip", "-colors", "128", "-define", "png:compression-level=9", "png8:-"];
    await writeFile(join(this.folder, `${name}.png`), await run("convert", args, { input: png }));
  }
}
