#!/usr/bin/env python3
"""Makes assets/deb/hidden.cursor, one transparent pixel in the format of Xcursor.

    python3 assets/deb/cursors.py

The package installs it under every name that a toolkit asks for, as the theme `hidden`.
"""

import struct
from pathlib import Path

IMAGE = 0xFFFD0002
NOMINAL_SIZE = 24


def cursor() -> bytes:
    """The file's header, a table of one entry, and one image of one pixel."""
    header = struct.pack("<4sIII", b"Xcur", 16, 0x10000, 1)
    at = len(header) + 12
    table = struct.pack("<III", IMAGE, NOMINAL_SIZE, at)
    width = height = 1
    image = struct.pack("<IIIIIIIII", 36, IMAGE, NOMINAL_SIZE, 1, width, height, 0, 0, 0)
    return header + table + image + b"\0\0\0\0"


if __name__ == "__main__":
    (Path(__file__).parent / "hidden.cursor").write_bytes(cursor())
