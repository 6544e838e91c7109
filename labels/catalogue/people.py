"""What people carry and scan from: badges, command cards, number cards."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from labels.catalogue.facts import Code, Design, Facts, Name
from labels.codes import HouseCode, Kind, Verb, command_code, number_code, read_house_code
from labels.design import Align, BadFacts, Box, Colour, Label, Symbol, Symbology, Text

WORDS = {
    Verb.OK: "Confirm",
    Verb.NO: "No, cancel",
    Verb.UNDO: "Undo the last answer",
    Verb.PREV: "One step back",
    Verb.TOP: "Park and go home",
    Verb.NEXT: "Best task now",
    Verb.SKIP: "Skip, do later",
    Verb.STOP: "Park this task (scan twice)",
    Verb.SHORT: "Not enough here",
    Verb.NIL: "Location is empty (scan twice)",
    Verb.DIFF: "Another item is here",
    Verb.BROKEN: "Damaged",
    Verb.TORN: "Label unreadable",
    Verb.FULL: "Tote, carton or pallet full",
    Verb.STUCK: "Call the supervisor",
    Verb.HOLD: "Put on hold",
    Verb.SPLIT: "Split, next carton",
    Verb.OPEN: "Open, work inside",
    Verb.CLOSE: "Done, close",
    Verb.PRINT: "Print, print again",
    Verb.COUNT: "Count here",
    Verb.INFO: "Look up",
    Verb.TELL: "Details",
    Verb.LIST: "Queue, menu",
    Verb.HELP: "Help for this step",
    Verb.TEST: "Scanner doctor",
    Verb.LOCK: "Lock the screen",
    Verb.LOGOUT: "Sign out",
    Verb.BLIND: "Receive without a document",
}
AREA = (Verb.OK, Verb.NO, Verb.UNDO, Verb.SKIP, Verb.SHORT, Verb.NIL)
MORE = (Verb.BROKEN, Verb.FULL, Verb.CLOSE, Verb.PRINT, Verb.INFO, Verb.STUCK)


class Badge(Facts, frozen=True):
    """`code` is the secret house code `BG...`; it is in the symbol only, never in letters."""

    code: Code
    name: Name
    role: Code = ""
    site: Code = "Tallyman"


class CommandCard(Facts, frozen=True):
    title: Code = "Commands"
    verbs: Annotated[tuple[Verb, ...], msgspec.Meta(min_length=1, max_length=12)] = AREA + MORE


class NumberCard(Facts, frozen=True):
    title: Code = "Numbers"
    numbers: Annotated[
        tuple[Annotated[int, msgspec.Meta(ge=0, le=999_999_999)], ...],
        msgspec.Meta(min_length=1, max_length=12),
    ] = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 24)


def _badge(facts: Badge) -> Sequence[Label]:
    read = read_house_code(facts.code)
    if not isinstance(read, HouseCode) or read.kind is not Kind.BADGE:
        raise BadFacts("The code is not that of a badge.")
    return [
        Label(
            86,
            54,
            (
                Box(x=0, y=0, width=86, height=10),
                Text(x=4, y=3.2, width=78, text=facts.site, size=5, bold=True, colour=Colour.WHITE),
                Text(
                    x=4,
                    y=14.5,
                    width=78,
                    text=facts.name,
                    size=8.5,
                    smallest=3,
                    bold=True,
                    shorten=True,
                ),
                Text(x=4, y=23.4, width=78, text=facts.role, size=4.4, shorten=True),
                Symbol(
                    x=1,
                    y=31,
                    width=84,
                    height=19,
                    symbology=Symbology.CODE_128,
                    content=read.kind + read.body + facts.code.strip().upper()[-1],
                    largest=0.34,
                ),
            ),
        )
    ]


def _card(title: str, cells: list[tuple[str, str, str]]) -> Sequence[Label]:
    """Two columns of six on A4: the codes stand 25 mm apart, so that a neighbour isn't hit."""
    parts: list[Text | Symbol | Box] = [
        Text(x=15, y=13, width=180, text=title, size=10, bold=True, align=Align.CENTER),
        Box(x=15, y=25, width=180, height=0.6),
    ]
    for n, (barcode, big, small) in enumerate(cells):
        x, y = 15 + 95 * (n % 2), 32 + 43 * (n // 2)
        parts += [
            Text(x=x, y=y, width=85, text=big, size=7, bold=True, align=Align.CENTER),
            Text(x=x, y=y + 6.6, width=85, text=small, size=4, align=Align.CENTER),
            Symbol(
                x=x,
                y=y + 12,
                width=85,
                height=15,
                symbology=Symbology.CODE_128,
                content=barcode,
                largest=0.38,
            ),
        ]
    return [Label(210, 297, tuple(parts))]


def _command_card(facts: CommandCard) -> Sequence[Label]:
    return _card(facts.title, [(command_code(v), v.value, WORDS[v]) for v in facts.verbs])


def _number_card(facts: NumberCard) -> Sequence[Label]:
    return _card(facts.title, [(number_code(n), str(n), "") for n in facts.numbers])


DESIGNS = [
    Design(
        "badge",
        1,
        "Badge, bank card size",
        86,
        54,
        Badge,
        _badge,
        {"code": "BGUHLECIJVXIELGKRBCNDKD", "name": "Anna Łukaszewicz", "role": "Picker"},
    ),
    Design("command_card", 1, "Command card, A4", 210, 297, CommandCard, _command_card, {}),
    Design("number_card", 1, "Number card, A4", 210, 297, NumberCard, _number_card, {}),
]
