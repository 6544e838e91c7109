"""A page as ZPL II: text in the printer's own font 0, symbols and other scripts as graphics."""

import re
from collections.abc import Iterable

from labels import fonts
from labels.design import Align, Colour, LabelError
from labels.layout import Line, Page, Rectangle
from labels.symbols import Modules

# What font 0 of every printer has under ^CI28. A backslash would be read by ^FB.
NATIVE = re.compile(r"[\u0020-\u005b\u005d-\u007e\u00a1-\u00ac\u00ae-\u00ff]*")
SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,/+-")
TWENTIES: list[str] = ["", *"ghijklmnopqrstuvwxy"]
ONES: list[str] = ["", *"GHIJKLMNOPQRSTUVWXY"]
# Where font 0 is wider than the font that lines were fitted with (parts of the em, measured in an
# independent renderer): the line is set narrower by that much, never over its end.
WIDER: dict[str, float] = {
    **dict.fromkeys("!(),.[]`\u00b4\u00b7\u00b8\u00a1", 0.333),
    **dict.fromkeys("*+1237?FLJ~¢¿", 0.5),
    **dict.fromkeys("SXYÝ", 0.556),
    **dict.fromkeys("%W©®", 0.834),
    **dict.fromkeys("':;ijìíîï", 0.278),
    "-": 0.8,
    "R": 0.611,
}
JUSTIFY = {Align.LEFT: "L", Align.CENTER: "C", Align.RIGHT: "R"}


class ControlByte(LabelError):
    """A control character in a text for a printer; some printers take them for ^ , and ~."""

    code = "label_control_byte"


def zpl(pages: Iterable[Page]) -> bytes:
    return "".join(_format(page) for page in pages).encode("ascii")


def zpl_text(text: str) -> str:
    """Text for ^FD behind ^FH: UTF-8, all but letters, digits and ` .,/+-` as `_xx`."""
    if any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in text):
        raise ControlByte(f"{text!r} holds a control character.")
    return "".join(chr(b) if b in SAFE else f"_{b:02X}" for b in text.encode("utf-8", "replace"))


def _format(page: Page) -> str:
    head = f"^XA^CI28^PON^LH0,0^PW{page.width}^LL{page.height}\n"
    return head + "".join(_mark(mark) + "\n" for mark in page.marks) + "^XZ\n"


def _mark(mark: Line | Rectangle | Modules) -> str:
    if isinstance(mark, Rectangle):
        return _rectangle(mark)
    if isinstance(mark, Modules):
        rows = ["".join(bit * mark.dots for bit in row) for row in mark.rows]
        return f"^FO{mark.x},{mark.y}" + _graphic(rows, mark.tall) + "^FS"
    return _line(mark) if NATIVE.fullmatch(mark.text) else _drawn(mark)


def _line(line: Line) -> str:
    ems = sum(
        max(fonts.width(letter, bold=line.bold), WIDER.get(letter, 0)) for letter in line.text
    )
    narrow = min(line.size, int(line.width / ems)) if ems else line.size
    return (
        f"^FT{line.x},{line.y}{_reverse(line)}^A0N,{line.size},{narrow}"
        f"^FB{line.width},1,0,{JUSTIFY[line.align]}^FH^FD{zpl_text(line.text)}^FS"
    )


def _drawn(line: Line) -> str:
    image, above = fonts.as_dots(line.text, line.size, bold=line.bold)
    stride = (image.width + 7) // 8
    content = image.tobytes()
    rows = [
        f"{~int.from_bytes(content[at : at + stride]) & ((1 << stride * 8) - 1):0{stride * 8}b}"
        for at in range(0, len(content), stride)
    ]
    rows = [row[: image.width] for row in rows]
    x, y = max(0, round(line.left)), max(0, line.y - above)
    return f"^FO{x},{y}{_reverse(line)}{_graphic(rows, 1)}^FS"


def _reverse(line: Line) -> str:
    return "^FR" if line.colour is Colour.WHITE else ""


def _rectangle(box: Rectangle) -> str:
    ink = "W" if box.colour is Colour.WHITE else "B"
    thick = box.line or min(box.width, box.height)
    return f"^FO{box.x},{box.y}^GB{box.width},{box.height},{thick},{ink},0^FS"


def _graphic(rows: list[str], tall: int) -> str:
    """^GFA in the compressed hexadecimal of the ZPL II guide: G-Y and g-z repeat, `:` is the row
    above again, `,` fills a row with white.
    """
    stride = (len(rows[0]) + 7) // 8
    total = stride * len(rows) * tall
    data = "".join(_packed(row, stride) + ":" * (tall - 1) for row in rows)
    return f"^GFA,{total},{total},{stride},{data}"


def _packed(row: str, stride: int) -> str:
    digits = f"{int(row.ljust(stride * 8, '0'), 2):0{stride * 2}X}"
    short = digits.rstrip("0")
    shrunk = re.sub(r"(.)\1{2,}", _run, short)
    return shrunk + "," * (len(short) < len(digits))


def _run(digits: re.Match[str]) -> str:
    return _repeat(len(digits[0])) + str(digits[1])


def _repeat(times: int) -> str:
    twenties, ones = divmod(times, 20)
    most, twenties = divmod(twenties, 20)
    return "z" * most + TWENTIES[twenties] + ONES[ones]
