"""Data as text: no control byte, no direction mark and no markup ever reaches the screen."""

import unicodedata

from rich.cells import cell_len, chop_cells, set_cell_size

DELETE = "\u2421"
UNPRINTABLE = "\ufffd"
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def display_safe(text: str) -> str:
    """`text` with control characters as pictures: GS is shown as \u241d.

    Direction and zero-width marks, surrogates and unassigned characters become \ufffd.
    """
    return "".join(map(_shown, text))


def cut(text: str, width: int) -> str:
    """`text` in exactly `width` cells: padded, or its middle left out."""
    safe = display_safe(text)
    if cell_len(safe) <= width:
        return set_cell_size(safe, width)
    if width < 8:
        return set_cell_size(safe, width)
    head = (width - 2) * 2 // 3
    tail = safe[-(width - 2 - head) :]
    return set_cell_size(set_cell_size(safe, head) + ".." + tail, width)


def fold(text: str, width: int) -> list[str]:
    """All of `text` in lines of at most `width` cells, broken at blanks.

    A word that is longer than a line is broken anywhere. No line at all for blank text.
    """
    lines: list[str] = []
    for word in display_safe(text).split():
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines += [word] if cell_len(word) <= width else chop_cells(word, width)
    return lines


def wrap(text: str, width: int, rows: int) -> list[str]:
    """`text` in exactly `rows` lines of `width` cells; what is too much is cut from the last."""
    lines = fold(text, width)
    if len(lines) > rows:
        lines[rows - 1 :] = [" ".join(lines[rows - 1 :])]
    return [cut(line, width) for line in lines + [""] * (rows - len(lines))]


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return DELETE
    if code < 0x7F:
        return character
    return UNPRINTABLE if unicodedata.category(character) in _HIDDEN else character
