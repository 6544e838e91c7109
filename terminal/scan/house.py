"""House codes and command cards as Readings, over labels.codes (terminal 4.9, 4.10)."""

from labels.codes import (
    NUMBER_LETTERS,
    BadCheck,
    Number,
    Reason,
    Verb,
    read_command,
    read_house_code,
)
from labels.codes import Kind as House
from terminal.scan.reading import Evidence, Kind, Reading

KINDS = {
    House.LOCATION: Kind.LOC,
    House.LPN: Kind.LPN,
    House.TOTE: Kind.TOTE,
    House.CART_SLOT: Kind.SLOT,
    House.CART: Kind.CART,
    House.TASK: Kind.TASK,
    House.ORDER: Kind.ORDER,
    House.PURCHASE_ORDER: Kind.PO,
    House.RECEIPT: Kind.ASN,
    House.SHIPMENT: Kind.SHIP,
    House.LOAD: Kind.LOAD,
    House.DOOR: Kind.DOOR,
    House.COUNT: Kind.COUNT,
    House.RETURN: Kind.RMA,
    House.PRINTER: Kind.PRINTER,
    House.STATION: Kind.STATION,
    House.CONTAINER_TYPE: Kind.CONTTYPE,
    House.BADGE: Kind.BADGE,
}
# A container is called by its whole code, as it stands on it; a document by its number.
WHOLE = frozenset({Kind.LPN, Kind.TOTE, Kind.SLOT, Kind.CART, Kind.BADGE})


def command(text: str) -> Reading | None:
    """A command, number or reason card; None when it is none."""
    said = read_command(text)
    if isinstance(said, Verb):
        return Reading(Kind.CMD, said.value, Evidence.CHECK)
    if isinstance(said, Number):
        number = str(said.value)
        return Reading(Kind.QTY, number, Evidence.CHECK, {"quantity": number})
    if isinstance(said, Reason):
        return Reading(Kind.REASON, said.letters, Evidence.CHECK)
    return None


def number(text: str) -> str | None:
    """The number of a number or reason card, which chooses from a list like the digit; else None.

    >>> number("XCTLRBC"), number("XCTLNCD"), number("12")
    ('1', '12', None)
    """
    said = read_command(text)
    if isinstance(said, Number):
        return str(said.value)
    if isinstance(said, Reason):
        return str(int("".join(str(NUMBER_LETTERS.index(letter)) for letter in said.letters)))
    return None


def read(text: str) -> Reading | BadCheck | None:
    """A house code, or the misread of one."""
    code = read_house_code(text)
    if code is None or isinstance(code, BadCheck):
        return code
    kind = KINDS[code.kind]
    value = text.strip().upper() if kind in WHOLE else code.body
    return Reading(kind, value, Evidence.CHECK, {kind.attribute: value})
