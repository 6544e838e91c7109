"""Answers an Ask as a worker would: with the text that the wanted thing's barcode carries."""

from collections.abc import Mapping

from labels.codes import Kind as House
from labels.codes import Verb, command_code, house_code, number_code
from labels.gs1 import element_string
from terminal.flows.ask import Ask
from terminal.scan.match import squeeze
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

HOUSES = {
    Kind.LOC: House.LOCATION,
    Kind.ORDER: House.ORDER,
    Kind.PO: House.PURCHASE_ORDER,
    Kind.ASN: House.RECEIPT,
    Kind.TASK: House.TASK,
    Kind.COUNT: House.COUNT,
    Kind.RMA: House.RETURN,
    Kind.DOOR: House.DOOR,
}

Script = Mapping[str, str | list[str]]


class Robot:
    """A worker who does what the screen says; what an Ask can't tell comes from a script.

    `script` maps a step's name to the texts to answer it with: true counts, damage, the tote that
    was taken from the pile. A list is used up in turn, a single text is always the answer. A text
    may name a key (`key:f2`) or be typed (`type:12`). A step with the one thing that it wants
    (`item 100234`) goes before the step alone: what happens there and nowhere else.
    """

    def __init__(self, script: Script | None = None) -> None:
        self._script = {
            step: texts if isinstance(texts, str) else list(texts)
            for step, texts in (script or {}).items()
        }

    def answer(self, ask: Ask) -> str | None:
        """The text to scan now; None when neither the Ask nor the script tells."""
        wanted = ask.one_of[0].value if len(ask.one_of) == 1 else ""
        return self._told(f"{ask.name} {wanted}") or self._told(ask.name) or _meant(ask)

    def _told(self, step: str) -> str | None:
        texts = self._script.get(step)
        if isinstance(texts, list):
            return texts.pop(0) if texts else None
        return texts


def _meant(ask: Ask) -> str | None:
    """What the prompt itself says: the thing, Enter, the quantity, or that there is no more."""
    if ask.name == "home":
        return "key:enter"
    if ask.one_of:
        return barcode(ask, ask.one_of[0])
    if ask.default is not None:
        return "key:enter"
    if ask.kind is Kind.QTY and ask.quantity and ask.quantity.expected is not None:
        return number_code(ask.quantity.expected)
    return command_code(Verb.CLOSE) if Verb.CLOSE in ask.commands else None


def barcode(ask: Ask, candidate: Candidate) -> str:
    """What stands on the thing's label: a GS1 string where lot or expiry must agree."""
    kind = ask.kind_of(candidate)
    if kind is Kind.ITEM:
        return _item(ask, candidate)
    if kind in HOUSES:
        return house_code(HOUSES[kind], squeeze(candidate.value))
    if kind is Kind.CHOICE:
        return f"key:{ask.one_of.index(candidate) + 1}"
    return candidate.value


def _item(ask: Ask, candidate: Candidate) -> str:
    gtin = next((a.code for a in candidate.aliases if a.code.isdigit() and len(a.code) >= 8), "")
    if not gtin:
        return candidate.aliases[0].code if candidate.aliases else candidate.value
    lot = ask.agree.get("lot") or candidate.facts.get("lot")
    if lot is None:
        return gtin
    return f"]C1{element_string([('01', gtin.zfill(14)), ('10', lot)]).text}"
