"""What stands between question and band, in pages where it does not fit: nothing is lost."""

from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest
from typing import TypeAlias

from rich.cells import cell_len

from terminal.widgets.safe import cut, display_safe, fold

Page: TypeAlias = list[str]
GUTTER = 1
MARK = 5
"""Cells of ` 1/3▼`: this is the first page of three."""


def pages(what: Sequence[str], options: Sequence[str], width: int, room: int) -> list[Page]:
    """Pages of at most `room` rows of at most `width` cells; always one at least.

    The first has all options, if they have room, and of each line above them what fits, cut in its
    middle; the pages behind it then have those lines whole.
    """
    if room <= 0:
        return [[]]
    listed, whole = _options(options, width, room), _folded(what, width)
    left = room - _height(listed)
    if _height(whole) <= left:
        return [[*chain(*whole, *listed)]]
    if listed and cell_len(listed[-1][-1]) > width - MARK:
        left -= 1
    if left < 0 or (len(what) > left and not listed):
        return _marked(_packed([*whole, *listed], width, room), width, room)
    first = [*_spread(what, width, left), *chain(*listed)]
    return _marked([first, *_packed(whole, width, room)], width, room)


def _options(options: Sequence[str], width: int, room: int) -> list[Page]:
    """The numbered list, in two columns where it has no room in one and no word is cut."""
    whole = _folded(options, width)
    safe = [display_safe(each) for each in options]
    half = -(-len(safe) // 2)
    left, right = safe[:half], safe[half:]
    at = max(map(cell_len, left), default=0) + GUTTER
    if _height(whole) <= room or at + max(map(cell_len, right), default=0) > width:
        return whole
    return [[cut(a, at) + b] for a, b in zip_longest(left, right, fillvalue="")]


def _folded(lines: Iterable[str], width: int) -> list[Page]:
    """The rows of each line; one that is empty keeps its row."""
    return [fold(line, width) or [""] for line in lines]


def _height(blocks: Iterable[Page]) -> int:
    return sum(map(len, blocks))


def _spread(lines: Sequence[str], width: int, rows: int) -> Page:
    """Each line in one row, cut; those that come first take the rows that are left over."""
    spare, out = rows - min(rows, len(lines)), []
    for folded, line in zip(_folded(lines, width), lines[:rows], strict=False):
        if len(folded) - 1 <= spare:
            spare -= len(folded) - 1
            out += folded
        else:
            out.append(cut(line, width))
    return out


def _packed(blocks: Iterable[Page], width: int, room: int) -> list[Page]:
    """Pages with a place for their mark behind the last row; no line on two, if it has a choice."""
    if room == 1:
        return [[row] for block in blocks for row in fold(" ".join(block), width - MARK)]
    out: list[Page] = [[]]
    for block in blocks:
        if len(out[-1]) + len(block) > room - 1 and out[-1]:
            out.append([])
        for row in block:
            if len(out[-1]) == room - 1:
                out.append([])
            out[-1].append(row)
    return out


def _marked(made: list[Page], width: int, room: int) -> list[Page]:
    """Which page it is at the end of its last row."""
    if len(made) < 2:
        return made
    out = []
    for number, page in enumerate(made, start=1):
        filled = [*page, *[""] * (room - len(page))]
        mark = f"{number}/{len(made)}▼" if len(made) < 10 else f"{number}▼"
        filled[-1] = cut(filled[-1], width - MARK) + mark.rjust(MARK)
        out.append(filled)
    return out
