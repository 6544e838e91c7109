"""Reads ZPL as a printer does: commands, the lengths of graphics, black dots; letters are left out.

Written from the ZPL II Programming Guide, apart from the writer that it judges.
"""

import re
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw

REPEAT = {
    **{letter: n for n, letter in enumerate("GHIJKLMNOPQRSTUVWXY", 1)},
    **{letter: 20 * n for n, letter in enumerate("ghijklmnopqrstuvwxyz", 1)},
}


@dataclass(frozen=True)
class Command:
    name: str
    rest: str


def commands(zpl: bytes) -> list[Command]:
    """Every `^XX` and `~XX`; whatever stands between commands but line ends is a fault."""
    text = zpl.decode("ascii")
    found, at = [], 0
    while at < len(text):
        if text[at] in "\n\r":
            at += 1
            continue
        assert text[at] in "^~", f"{text[at : at + 20]!r} at {at} is no command"
        assert not any(ord(c) < 0x20 and c not in "\n\r" for c in text[at : at + 3])
        name = text[at : at + 2] if text[at + 1] == "A" else text[at : at + 3]
        stop = re.search(r"[\^~]", text[at + 1 :])
        end = at + 1 + stop.start() if stop else len(text)
        found.append(Command(name, text[at + len(name) : end].rstrip("\n")))
        at = end
    return found


def texts(zpl: bytes) -> list[str]:
    """What ^FD fields say, ^FH undone."""
    return [
        re.sub(rb"_([0-9A-F]{2})", lambda h: bytes([int(h[1], 16)]), c.rest.encode()).decode()
        for c in commands(zpl)
        if c.name == "^FD"
    ]


def graphic(rest: str) -> Image.Image:
    """The dots of ^GF: the byte counts must agree with what the compressed data unfolds to."""
    form, sent, total, stride, data = rest.split(",", 4)
    assert form == "A"
    assert sent == total
    width = int(stride) * 2
    rows: list[str] = []
    row, times = "", 0
    for sign in data:
        if sign == ":":
            assert not row
            rows.append(rows[-1])
        elif sign == ",":
            rows.append(row.ljust(width, "0"))
            row = ""
        elif sign in REPEAT:
            times += REPEAT[sign]
        else:
            row += sign * (times or 1)
            times = 0
        if len(row) == width:
            rows.append(row)
            row = ""
        assert len(row) < width
    assert not row
    assert len(rows) * int(stride) == int(total)
    bits = bytes.fromhex("".join(rows))
    return Image.frombytes("1", (int(stride) * 8, len(rows)), bits)


def pictures(zpl: bytes) -> list[Image.Image]:
    """One picture a format, white paper, without the letters of the printer's own font."""
    made: list[Image.Image] = []
    corner, reverse, across = (0, 0), False, 0
    for command in commands(zpl):
        if command.name == "^PW":
            across = int(command.rest)
        elif command.name == "^LL":
            made.append(Image.new("1", (across, int(command.rest)), 0))
        elif command.name in {"^FO", "^FT"}:
            x, y = command.rest.split(",")
            corner, reverse = (int(x), int(y)), False
        elif command.name == "^FR":
            reverse = True
        elif command.name == "^GF":
            _stamp(made[-1], graphic(command.rest), corner, reverse=reverse)
        elif command.name == "^GB":
            wide, high, thick, *_ = command.rest.split(",")
            _box(made[-1], corner, int(wide), int(high), int(thick))
    return [ImageChops.invert(image).convert("L") for image in made]


def _stamp(page: Image.Image, dots: Image.Image, corner: tuple[int, int], *, reverse: bool) -> None:
    layer = Image.new("1", page.size, 0)
    layer.paste(dots, corner)
    mixed = (ImageChops.logical_xor if reverse else ImageChops.logical_or)(page, layer)
    page.paste(mixed)


def _box(page: Image.Image, corner: tuple[int, int], wide: int, high: int, thick: int) -> None:
    x, y = corner
    pen = ImageDraw.Draw(page)
    pen.rectangle(((x, y), (x + wide - 1, y + high - 1)), fill=None, outline=1, width=thick)
