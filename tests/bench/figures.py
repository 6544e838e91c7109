"""A measured figure: its value, what was measured beside it, the goal, and whether it is met."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of bench.json; `value` is None where it could not be measured, and `why` says so."""

    suite: str
    figure: str
    unit: str
    value: float | None
    reference: float | None = None
    ratio: float | None = None
    goal: str = ""
    holds: bool | None = None
    n: int = 0
    seed: int = 0
    why: str = ""


def at_most(limit: float, value: float | None) -> bool | None:
    return None if value is None else value <= limit


def table(figures: Iterable[Figure]) -> str:
    """The figures as a table of text."""
    head = ("figure", "unit", "value", "reference", "ratio", "goal", "holds")
    rows = [head, *map(_row, figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
             for row in rows]  # fmt: skip
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _row(one: Figure) -> tuple[str, ...]:
    holds = {True: "yes", False: "NO", None: "-"}[one.holds]
    value = one.why or "not measured" if one.value is None else _number(one.value)
    return (
        one.figure,
        one.unit,
        value,
        _number(one.reference),
        _number(one.ratio),
        one.goal,
        holds,
    )


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
