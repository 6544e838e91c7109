"""How an answer looks at a shell: a table of some columns, or the fields of one thing."""

from collections.abc import Sequence
from typing import Any

from server.console import say

WIDEST = 60


def show_table(items: Sequence[dict[str, Any]], columns: Sequence[str]) -> None:
    """Nothing but a line that says so when there is nothing."""
    if not items:
        say("Nothing.")
        return
    names = list(columns) or [name for name, value in items[0].items() if _simple(value)]
    rows = [[_text(item.get(name))[:WIDEST] for name in names] for item in items]
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    for row in [names, *rows]:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def show_thing(thing: dict[str, Any], indent: str = "") -> None:
    """A field a line; lists of things below their name."""
    for name, value in thing.items():
        if isinstance(value, dict):
            say(f"{indent}{name}:")
            show_thing(value, indent + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            say(f"{indent}{name}:")
            show_table(value, ())
        else:
            say(f"{indent}{name}: {_text(value)}")


def _simple(value: object) -> bool:
    return not isinstance(value, dict | list)


def _text(value: object) -> str:
    """One line without control characters, which a screen might obey."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_text(part) for part in value)
    return "".join(c if c.isprintable() else "?" for c in str(value))
