"""What a scan comes to against a prompt: accepted, rejected, a choice, or a question outside."""

from typing import TypeAlias

from msgspec import Struct

from terminal.scan.reading import Kind, Reading
from terminal.scan.wanted import Candidate


class Accept(Struct, frozen=True):
    """`reading.value` is the natural code. `candidate` is the one that it names, if any;
    `jump`: of a kind that leaves the flow; `outside`: the right kind, but none of the candidates.
    """

    reading: Reading
    candidate: Candidate | None = None
    jump: bool = False
    outside: bool = False


class Reject(Struct, frozen=True):
    """A code of the catalogue and its arguments: value, kind, need, ai."""

    code: str
    arguments: dict[str, str] = {}


class Choose(Struct, frozen=True):
    """At most six meanings of the same rank, none of them preferred."""

    choices: tuple[Accept, ...]


class Query(Struct, frozen=True):
    """What the server is asked (terminal 4.13): the thing of these `kinds` that `text` names.

    `content`: and what stands there.
    """

    text: str
    aim: str | None
    kinds: tuple[Kind, ...]
    readings: tuple[Reading, ...] = ()
    item: str = ""
    content: bool = False
    whose: bool = False
    """A badge is asked for its person."""
    new: bool = False
    """Nothing was scanned: a new LPN number is wanted."""


Outcome: TypeAlias = Accept | Reject | Choose | Query
