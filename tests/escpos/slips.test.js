// Slips as an ESC/POS reader that is not ours takes them apart: `npos`, a library for such
// printers with a parser. What it finds in the bytes is compared with the pictures of the same
// slips, and the codes are read from its dots by zbarimg, which is not ours either.
//
// npos is of 2017: it knows the commands and their lengths, not all of their values, and no codes
// drawn by the printer, whose command is therefore named to it here. The strict reading is done by
// `shared/paper/tests/printer/decoder.rs`.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { inflateSync } from "node:zlib";

const folder = process.env.PAIHAO_SLIPS;
const npos = await import("npos").then(
  (module) => module.default,
  () => null,
);
const hasZbar = spawnSync("zbarimg", ["--version"]).status === 0;
const missing = !folder
  ? "PAIHAO_SLIPS names no folder: use tests/escpos/run"
  : !npos
    ? "npos is not installed: npm ci in tests/escpos"
    : !hasZbar
      ? "zbarimg is not installed: apt-get install zbar-tools"
      : false;
const scratch = mkdtempSync(join(tmpdir(), "paihao-escpos-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

const slips = missing ? [] : readdirSync(folder).filter((name) => name.endsWith(".bin"));
const of = (ending) => slips.filter((name) => name.endsWith(ending));

async function parsed(name) {
  const raw = readFileSync(join(folder, name));
  // Two bytes of length, then as much: as every other command that begins with `GS (`.
  const gs = { ...npos.rules[0x1d], "(k": npos.rules[0x1d]["(K"] };
  const ast = await npos.parser({ ...npos.rules, 0x1d: gs }).parse(raw);
  assert.equal(ast.error ?? null, null, name);
  return { raw, tree: ast.tree, entries: ast.entries };
}

/// Every byte belongs to a command or to text that the reader names.
function coversAll({ raw, tree }, name) {
  let at = 0;
  for (const node of tree) {
    // Of a band of dots npos names the first dot, of all else the first byte.
    const from = node.fn === "v0" ? node.offset - (node.length - node.size) : node.offset;
    assert.equal(from, at, `${name}: bytes ${at}–${from} belong to no command`);
    at = from + node.length;
  }
  assert.equal(at, raw.length, `${name}: ends within a command`);
}

/// Rows of a PNG with one bit to the dot, white set, without filters other than none and up.
function picture(path) {
  const png = readFileSync(path);
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  assert.deepEqual([png[24], png[25]], [1, 0], "one bit of grey");
  const data = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") data.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const rows = inflateSync(Buffer.concat(data));
  const stride = Math.ceil(width / 8);
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = rows[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const left = x > 0 ? out[y * stride + x - 1] : 0;
      const up = y > 0 ? out[(y - 1) * stride + x] : 0;
      const corner = x > 0 && y > 0 ? out[(y - 1) * stride + x - 1] : 0;
      const add = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[y * stride + x] = (rows[y * (stride + 1) + 1 + x] + add) & 0xff;
    }
  }
  return { width, height, isBlack: (x, y) => !(out[y * stride + (x >> 3)] & (0x80 >> (x & 7))) };
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const far = [left, up, corner].map((value) => Math.abs(guess - value));
  return [left, up, corner][far.indexOf(Math.min(...far))];
}

function codesIn(bitmap, name) {
  const pixels = Buffer.alloc(bitmap.width * bitmap.height);
  for (let y = 0; y < bitmap.height; y += 1) {
    for (let x = 0; x < bitmap.width; x += 1) {
      pixels[y * bitmap.width + x] = bitmap.getPixel(x, y) === 0 ? 0 : 255;
    }
  }
  const path = join(scratch, `${name}.pgm`);
  writeFileSync(path, Buffer.concat([Buffer.from(`P5 ${bitmap.width} ${bitmap.height} 255\n`), pixels]));
  return execFileSync("zbarimg", ["--quiet", "--raw", path], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim().split("\n");
}

test("dots that the reader finds are those of the picture, and its codes are read", { skip: missing }, async () => {
  assert.ok(of("-raster.bin").length >= 12);
  for (const name of of("-raster.bin")) {
    const slip = await parsed(name);
    coversAll(slip, name);
    const bitmap = slip.entries.find((entry) => entry.type === "raster").data;
    const shown = picture(join(folder, name.replace("-raster.bin", ".png")));
    assert.equal(bitmap.width, shown.width, name);
    // A picture shows where paper is cut; only slips of one page are the same row by row.
    const cuts = slip.tree.filter((node) => node.ascii === "GS" && node.fn.startsWith("V"));
    assert.equal(cuts.length, name.startsWith("件") ? 2 : 1, name);
    if (cuts.length === 1) {
      assert.equal(bitmap.height, shown.height, name);
      for (let y = 0; y < shown.height; y += 1) {
        for (let x = 0; x < shown.width; x += 1) {
          assert.equal(bitmap.getPixel(x, y) === 0, shown.isBlack(x, y), `${name} ${x},${y}`);
        }
      }
    }
    const link = readFileSync(join(folder, name.replace("-raster.bin", ".url")), "utf8");
    assert.deepEqual([...new Set(codesIn(bitmap, name))], [link], name);
  }
});

test("text is Chinese in GB 18030, and the printer's own code holds the link", { skip: missing }, async () => {
  assert.ok(of("-text.bin").length >= 12);
  const gb18030 = new TextDecoder("gb18030", { fatal: true });
  for (const name of of("-text.bin")) {
    const slip = await parsed(name);
    coversAll(slip, name);
    assert.ok(slip.tree.some((node) => node.ascii === "FS" && node.fn === "&"), name);
    const texts = slip.tree.filter((node) => node.ascii === "STX");
    const said = gb18030.decode(
      Buffer.concat(texts.map((node) => slip.raw.subarray(node.offset, node.offset + node.length))),
    );
    assert.ok(name.startsWith("test") || said.includes(name.split("-")[0]), `${name}: ${said}`);
    const link = readFileSync(join(folder, name.replace("-text.bin", ".url")), "utf8");
    assert.ok(slip.raw.includes(Buffer.from(`1P0${link}`)), name);
  }
});
