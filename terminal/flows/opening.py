"""What a flow may end with instead of a sentence: another screen is to be fetched and opened."""

from typing import Literal

from msgspec import Struct


class Opening(Struct, frozen=True):
    """`scans`: the last scans of `about`; `undo`: what that person has done lately."""

    what: Literal["scans", "undo"]
    about: str
