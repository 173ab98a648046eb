#!/usr/bin/env python3
"""Makes the fonts of the kiosk: "Paihao Sans", three cuts of Noto Sans SC, cut down and renamed.

    pip install fonttools==4.68.0
    npm pack @expo-google-fonts/noto-sans-sc@0.4.3
    tar xzf expo-google-fonts-noto-sans-sc-0.4.3.tgz
    python3 assets/fonts/build.py package

The same input gives the same bytes. The input is known by its hashes, so another release of
the npm package stops the script instead of changing the fonts unnoticed.

The family is renamed because an installed "Noto Sans SC" would otherwise be taken in place of
the embedded one, and because the licence keeps the old name for the unchanged font.
"""

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Paihao Sans"
VERSION = "Version 1.000; cut from Noto Sans SC 2.004"
HERE = Path(__file__).resolve().parent

LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]))
PUNCTUATION = "–—―‘’“”„†‡•…‰′″‹›※€№℃℉™−×÷≈≠≤≥∞"
ARROWS = "←↑→↓↔↕↖↗↘↙⇄⇒⇔"
SHAPES = "■□▲△▶▷▼▽◀◁◆◇○◎●◯★☆♀♂♥✓"
CIRCLED = "".join(map(chr, [*range(0x2460, 0x2474), *range(0x2776, 0x2780)])) + "⓪㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
FULL_WIDTH = "".join(map(chr, [*range(0xFF01, 0xFF5F), 0xFFE5]))
# Words and names met on a square whose characters are younger than GB 2312.
BEYOND_GB2312 = "焗囍喆堃镕昇珺玥翀頔瑄婳琰璟晞烜祎昉旻垚淼犇骉槑"
# Prefixes of the sample site and the ten stems of the kiosks' own series.
PREFIXES = "理修甲乙丙丁戊己庚辛壬癸"
# Rice cooker, iron, gua sha: the everyday words of a square that lie outside level 1.
LEVEL_TWO_WORDS = "煲熨痧"


@dataclass(frozen=True)
class Cut:
    """One font file: where it comes from, what it keeps, how large it may become."""

    style: str
    source: str
    sha256: str
    level_two: bool
    max_bytes: int


CUTS = [
    Cut(
        style="Regular",
        source="400Regular/NotoSansSC_400Regular.ttf",
        sha256="d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
        level_two=True,
        max_bytes=2_300_000,
    ),
    Cut(
        style="Bold",
        source="700Bold/NotoSansSC_700Bold.ttf",
        sha256="9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
        level_two=True,
        max_bytes=2_300_000,
    ),
    Cut(
        style="Black",
        source="900Black/NotoSansSC_900Black.ttf",
        sha256="2e4413c405bdf804f26571579b9b2dd8ea4732ea57a3b034f2467cad45a886e0",
        level_two=False,
        max_bytes=1_500_000,
    ),
]


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: build.py FOLDER_OF_THE_UNPACKED_NPM_PACKAGE")
    package = Path(sys.argv[1])
    for cut in CUTS:
        target = HERE / f"PaihaoSans-{cut.style}.ttf"
        build(cut, package / cut.source, target)
        check(cut, target)
        size = target.stat().st_size
        print(f"{target.name}: {size} bytes, {len(TTFont(target).getBestCmap())} characters")


def build(cut: Cut, source: Path, target: Path) -> None:
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    if digest != cut.sha256:
        sys.exit(f"{source}: another font than the one this script was made for ({digest})")
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options())
    subsetter.populate(unicodes=map(ord, wanted(cut)))
    subsetter.subset(font)
    rename(font, cut.style)
    font.save(target, reorderTables=True)


def options() -> subset.Options:
    """Keeps Latin kerning; drops what a kiosk never asks for (vertical text, hinting, variants)."""
    chosen = subset.Options()
    chosen.layout_features = ["kern", "mark", "ccmp"]
    chosen.drop_tables += ["BASE", "STAT", "vhea", "vmtx"]
    chosen.hinting = False
    chosen.notdef_outline = True
    chosen.name_IDs = ["*"]
    chosen.recalc_timestamp = False
    return chosen


def wanted(cut: Cut) -> str:
    signs = LATIN + PUNCTUATION + ARROWS + SHAPES + CIRCLED + FULL_WIDTH
    if cut.level_two:
        return signs + gb2312(range(0xA1, 0xF8)) + BEYOND_GB2312
    return signs + gb2312([0xA1]) + gb2312(range(0xB0, 0xD8))


def gb2312(rows) -> str:
    """The characters of these rows: 0xA1–0xA9 signs, 0xB0–0xD7 level 1, 0xD8–0xF7 level 2."""
    cells = (bytes([row, cell]) for row in rows for cell in range(0xA1, 0xFF))
    return "".join(cell.decode("gb2312", errors="ignore") for cell in cells)


def rename(font: TTFont, style: str) -> None:
    """Regular and Bold are style-linked; Black needs the typographic names 16 and 17 to join them."""
    linked = style in ("Regular", "Bold")
    names = {
        1: FAMILY if linked else f"{FAMILY} {style}",
        2: style if linked else "Regular",
        3: f"1.000;PaihaoSans-{style}",
        4: f"{FAMILY} {style}",
        5: VERSION,
        6: f"PaihaoSans-{style}",
    }
    if not linked:
        names |= {16: FAMILY, 17: style}
    table = font["name"]
    # 0 and 8–14 are the makers and the licence, which stay; 7 and 25 and up speak of the old name.
    table.names = [n for n in table.names if n.nameID in (0, 8, 9, 11, 12, 13, 14)]
    for name_id, text in names.items():
        table.setName(text, name_id, 3, 1, 0x409)
    table.names.sort()


def check(cut: Cut, path: Path) -> None:
    """Stops with a sentence when a promise of assets/README.md does not hold."""
    font = TTFont(path)
    characters = font.getBestCmap()
    widths = {font["hmtx"][characters[ord(digit)]][0] for digit in "0123456789"}
    need = PREFIXES + gb2312(range(0xB0, 0xD8))
    if cut.level_two:
        need += LEVEL_TWO_WORDS + gb2312(range(0xA1, 0xF8))
    missing = [c for c in need if ord(c) not in characters]
    families = {str(n) for n in font["name"].names if n.nameID == 16} or {
        str(n) for n in font["name"].names if n.nameID == 1
    }
    problems = {
        f"digits of different widths {widths}": len(widths) != 1,
        f"missing {''.join(missing)}": bool(missing),
        f"family is {families}": families != {FAMILY},
        "a kerning pair moves a digit": kerned_digits(font, characters),
        f"{path.stat().st_size} bytes": path.stat().st_size > cut.max_bytes,
    }
    found = [problem for problem, holds in problems.items() if holds]
    if found:
        sys.exit(f"{path.name}: " + "; ".join(found))


def kerned_digits(font: TTFont, characters: dict[int, str]) -> bool:
    """True when a digit begins a kerning pair: two digits would not stand in columns then."""
    if "GPOS" not in font:
        return False
    digits = {characters[ord(digit)] for digit in "0123456789"}
    kerning = [
        table.ExtSubTable if table.LookupType == 9 else table
        for lookup in font["GPOS"].table.LookupList.Lookup
        for table in lookup.SubTable
    ]
    return any(digits & set(table.Coverage.glyphs) for table in kerning if table.LookupType == 2)


if __name__ == "__main__":
    main()
