"""The kinds of facts that designs take, and what a design is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from labels.design import Label

Code = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Note = Annotated[str, msgspec.Meta(max_length=200)]
AddressLines = Annotated[list[Name], msgspec.Meta(min_length=1, max_length=8)]
Digits3 = Annotated[str, msgspec.Meta(pattern="^[0-9]{3}$")]
Gtin = Annotated[str, msgspec.Meta(pattern="^([0-9]{8}|[0-9]{12,14})$")]
Sscc = Annotated[str, msgspec.Meta(pattern="^[0-9]{18}$")]
Day = Annotated[str, msgspec.Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Count = Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000)]
Grams = Annotated[int, msgspec.Meta(ge=1, le=100_000_000)]


class Facts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a label says. A change of meaning is a new version of the design."""


@dataclass(frozen=True)
class Design:
    """`width` and `height` in millimetres. `draw` takes the design's facts, one Label a page."""

    name: str
    version: int
    title: str
    width: float
    height: float
    facts: type[Facts]
    draw: Callable[[Any], Sequence[Label]]
    example: dict[str, object]
