"""A device numbers its commands; two with one number are from a copied outbox: a fork.

The number is `OUTBOX:PLACE`, of an outbox's own random name. The operation that comes first has it,
for ever, through the unique column that also claims operation ids: no statement is added to an act.
"""

import re
from collections.abc import Mapping

from server.errors import Refusal

SEQUENCE = "tallyman-sequence"

_SHAPE = re.compile(r"[0-9a-f]{32}:[1-9][0-9]{0,14}", re.ASCII)


def sequence_of(headers: Mapping[str, str]) -> str | None:
    """400 `malformed` for what is no sequence; a caller that is no terminal has none."""
    told = headers.get(SEQUENCE)
    if told is not None and not _SHAPE.fullmatch(told):
        sentence = f"'{told[:60]}' in the header {SEQUENCE} is no outbox and number."
        raise Refusal(400, "malformed", sentence)
    return told


def forked(sequence: str) -> Refusal:
    place = sequence.partition(":")[2]
    return Refusal(
        409,
        "sequence_fork",
        f"Another device has sent command {place} of this outbox: it was copied. Nothing was done."
        " Do it again, then have the device enrolled anew.",
    )
