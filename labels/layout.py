"""Millimetres to dots, once for every language: texts fitted, symbols on whole dots."""

import re
from dataclasses import dataclass

from labels import fonts
from labels.design import Align, Box, Colour, DoesNotFit, Label, Symbol, Text
from labels.symbols import Modules, place

MM_PER_INCH = 25.4
HEADS = {203: 8.0}  # "203 dpi" print heads have 8 dots a millimetre
LEGIBLE = 1.6  # mm em: the smallest that a thermal printer of 203 dpi makes readable


@dataclass(frozen=True)
class Line:
    """One line of text in dots: `x`, `width` its place, `y` the baseline, `size` the em."""

    x: int
    y: int
    width: int
    text: str
    size: int
    bold: bool
    align: Align
    colour: Colour

    @property
    def left(self) -> float:
        """Where its first letter begins."""
        free = self.width - fonts.width(self.text, bold=self.bold) * self.size
        return self.x + {Align.LEFT: 0, Align.CENTER: free / 2, Align.RIGHT: free}[self.align]


@dataclass(frozen=True)
class Rectangle:
    """`line` is the thickness of a frame, 0 when filled."""

    x: int
    y: int
    width: int
    height: int
    line: int
    colour: Colour


@dataclass(frozen=True)
class Page:
    width: int
    height: int
    dpi: int
    marks: tuple[Line | Rectangle | Modules, ...]


def dots_per_mm(dpi: int) -> float:
    return HEADS.get(dpi, dpi / MM_PER_INCH)


def lay_out(label: Label, dpi: int) -> Page:
    """Refuses with `DoesNotFit` or `NoGlyph`, naming the text or symbol at fault."""
    scale = dots_per_mm(dpi)
    marks: list[Line | Rectangle | Modules] = []
    for part in label.parts:
        if isinstance(part, Symbol):
            marks.append(place(part, scale))
        elif isinstance(part, Box):
            marks.append(_rectangle(part, scale))
        else:
            marks.extend(_lines(part, scale))
    return Page(round(label.width * scale), round(label.height * scale), dpi, tuple(marks))


def _rectangle(box: Box, scale: float) -> Rectangle:
    line = max(1, round(box.line * scale)) if box.line else 0
    x, y = round(box.x * scale), round(box.y * scale)
    right, bottom = round((box.x + box.width) * scale), round((box.y + box.height) * scale)
    return Rectangle(x, y, max(1, right - x), max(1, bottom - y), line, box.colour)


def _lines(text: Text, scale: float) -> list[Line]:
    size, lines = fit(text)
    return [
        Line(
            x=round(text.x * scale),
            y=round((text.y + size * (fonts.CAPITAL + n * fonts.PITCH)) * scale),
            width=round(text.width * scale),
            text=line,
            size=max(1, int(size * scale)),
            bold=text.bold,
            align=text.align,
            colour=text.colour,
        )
        for n, line in enumerate(lines)
        if line
    ]


def fit(text: Text) -> tuple[float, list[str]]:
    """The largest size at which the text fits, and its lines."""
    cleaned = fonts.clean(text.text)
    smallest = max(text.smallest or text.size * 0.6, min(LEGIBLE, text.size))
    size = text.size
    while True:
        lines = _wrap(cleaned, text.width / size, bold=text.bold, most=text.lines)
        if _fit(lines, text, size):
            return size, lines
        if size <= smallest:
            break
        size = max(size * 0.95, smallest)
    if text.shorten:
        return size, _shortened(lines, text, size)
    raise DoesNotFit(
        f"{text.text!r} does not fit in {text.width:.0f} mm and {text.lines} line(s) "
        f"at {smallest:.1f} mm."
    )


def _fit(lines: list[str], text: Text, size: float) -> bool:
    high = size * (fonts.CAPITAL + (len(lines) - 1) * fonts.PITCH)
    return (
        len(lines) <= text.lines
        and (not text.height or high <= text.height)
        and all(_fits(line, text, size) for line in lines)
    )


def _fits(line: str, text: Text, size: float) -> bool:
    return fonts.width(line, bold=text.bold) * size <= text.width + 1e-6


def _wrap(text: str, ems: float, *, bold: bool, most: int) -> list[str]:
    """Lines broken at spaces, and between signs that are written without; at most `most` + 1."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in re.findall(r"[\u2e80-\U0003ffff]|[^\s\u2e80-\U0003ffff]+|\s+", paragraph):
            if line.strip() and fonts.width((line + word).rstrip(), bold=bold) > ems:
                lines.append(line.strip())
                line = ""
                if len(lines) > most:
                    return lines
            line += word
        lines.append(line.strip())
    return lines


def _shortened(lines: list[str], text: Text, size: float) -> list[str]:
    kept = lines[: text.lines]
    if len(lines) > text.lines:
        kept[-1] += " …"
    if text.height:
        most = int((text.height / size - fonts.CAPITAL) / fonts.PITCH + 1)
        kept = kept[: max(1, most)]
    return [_cut(line, text, size) for line in kept]


def _cut(line: str, text: Text, size: float) -> str:
    if _fits(line, text, size):
        return line
    bare = line.removesuffix(" …")
    ends = (f"{bare[:end].rstrip()}…" for end in range(len(bare) - 1, 0, -1))
    return next((end for end in ends if _fits(end, text, size)), "")
