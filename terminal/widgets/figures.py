"""Digits in figures of three rows, which are read from two metres away (terminal 3.4)."""

from rich.cells import cell_len
from textual.renderables.digits import DIGITS, DIGITS3X3_BOLD


def figures(text: str) -> list[str]:
    """`text` in figures of three rows; what has no figure stands small."""
    rows = ["", "", ""]
    for character in text:
        at = DIGITS.find(character) * 3
        for n in range(3):
            small = character if n == 2 else " " * cell_len(character)
            rows[n] += DIGITS3X3_BOLD[at + n].ljust(3) if at >= 0 else small
    return rows
