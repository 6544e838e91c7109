"""What every message on the wire shares: base structs and the bounded types they are made of."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated, ClassVar, Generic, Literal, TypeVar

from msgspec import Meta, Struct

PREFIX = "/api/v1"

# Neither C0 nor C1: terminals obey U+009B as they obey ESC [.
NO_CONTROL = r"\A[^\x00-\x1f\x7f-\x9f]*\Z"
# A name of blanks alone is none.
NAMED = r"\A[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0][^\x00-\x1f\x7f-\x9f]*\Z"

Quantity = Annotated[
    int, Meta(ge=1, le=10**9, description="Pieces in the item's base unit.", examples=[12])
]
Count = Annotated[
    int, Meta(ge=0, le=10**9, description="Pieces in the item's base unit, or none.", examples=[0])
]
Delta = Annotated[int, Meta(ge=-(10**9), le=10**9, description="A difference in base units.")]
Number = Annotated[
    int, Meta(ge=0, le=10**15, description="A position, version or serial number.", examples=[42])
]
Priority = Annotated[
    int, Meta(ge=0, le=9, description="0 is the most urgent, 5 the usual.", examples=[5])
]
Days = Annotated[int, Meta(ge=0, le=36_500, description="Whole days.", examples=[30])]
Grams = Annotated[int, Meta(ge=0, le=10**9, description="Grams.", examples=[1250])]
Millimetres = Annotated[int, Meta(ge=0, le=10**7, description="Millimetres.", examples=[400])]
Money = Annotated[
    int, Meta(ge=0, le=10**12, description="Minor units of the currency.", examples=[1999])
]
Currency = Annotated[
    str, Meta(pattern=r"\A[A-Z]{3}\Z", description="ISO 4217 code.", examples=["EUR"])
]
Country = Annotated[
    str, Meta(pattern=r"\A[A-Z]{2}\Z", description="ISO 3166-1 alpha-2 code.", examples=["DE"])
]
Language = Annotated[
    str, Meta(pattern=r"\A[a-z]{2}\Z", description="ISO 639-1 code.", examples=["en"])
]
Spoken = Annotated[
    str,
    Meta(
        pattern=r"\A(en|de|es|pl|fr)\Z",
        description="ISO 639-1 code of a language that the terminals speak.",
        examples=["en"],
    ),
]
Code = Annotated[
    str,
    Meta(
        pattern=r"\A[A-Z0-9][A-Z0-9._+#-]*\Z",
        max_length=40,
        description="Upper-case ASCII letters, digits and . _ + # -, 1 to 40 of them.",
        examples=["A-03-12-2"],
    ),
]
Mark = Annotated[
    str,
    Meta(
        pattern=r"\A[!-~]+\Z",
        max_length=40,
        description="A lot or serial number as printed by its maker: 1 to 40 printable ASCII.",
        examples=["B7"],
    ),
]
Scanned = Annotated[
    str, Meta(min_length=1, max_length=512, description="The raw text of one scan, GS included.")
]
Name = Annotated[
    str,
    Meta(
        pattern=NAMED,
        min_length=1,
        max_length=200,
        description="1 to 200 characters, not blanks alone.",
    ),
]
Line = Annotated[
    str, Meta(pattern=NO_CONTROL, max_length=200, description="At most 200 characters.")
]
Note = Annotated[
    str, Meta(pattern=NO_CONTROL, max_length=1000, description="At most 1,000 characters.")
]
Secret = Annotated[str, Meta(min_length=1, max_length=200, description="Never stored as it is.")]
Cursor = Annotated[str, Meta(max_length=400, description="Opaque: pass back what was given.")]
Limit = Annotated[int, Meta(ge=1, le=200, description="How many at most.")]
OperationId = Annotated[
    str,
    Meta(
        pattern=r"\A[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}\Z",
        description="A UUID made by the client.",
        examples=["01937c4e-8a2b-7c3d-9e4f-5a6b7c8d9e0f"],
    ),
]
Day = date
Instant = Annotated[
    datetime, Meta(tz=True, description="A moment, UTC.", examples=["2026-11-24T08:00:00Z"])
]

Offline = Literal["A", "B", "C"]


class Command(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change somebody asks for or reports.

    `kind` is its name in the journal, `path` its URL below the prefix, `offline` how a terminal
    may treat it without network (A write and go on, B write and show as pending, C needs the
    server), `fact` whether it reports what has happened; `secret` fields are never journaled.
    """

    kind: ClassVar[str] = ""
    path: ClassVar[str] = ""
    offline: ClassVar[Offline] = "C"
    fact: ClassVar[bool] = False
    secret: ClassVar[tuple[str, ...]] = ()


class Query(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody wants to see."""


class PageQuery(Query, frozen=True, kw_only=True):
    """Which part of a list: so many, from where the last part's cursor says."""

    cursor: Cursor | None = None
    limit: Limit = 100


class Reply(Struct, frozen=True, kw_only=True):
    """An answer; fields named in `secret` are shown once and never stored."""

    secret: ClassVar[tuple[str, ...]] = ()


class Event(Struct, frozen=True, kw_only=True):
    """What has happened, in the past tense; `kind` is its name in the feed."""

    kind: ClassVar[str] = ""


class Snapshot(Struct, frozen=True, kw_only=True):
    """A document as it stood at `version`, for a terminal to work from."""


T = TypeVar("T")


class Page(Reply, Generic[T], frozen=True, kw_only=True):
    """Some of a list, and the cursor of what follows (none at the end)."""

    items: list[T]
    next: Cursor | None = None


class FieldProblem(Reply, frozen=True, kw_only=True):
    """One thing that is wrong with a request: where it stands and what was expected."""

    where: Line
    detail: Note


class Problem(Reply, frozen=True, kw_only=True):
    """RFC 9457 problem details; `code` is stable, `detail` is a sentence for a person."""

    type: Line
    title: Line
    status: Annotated[int, Meta(ge=400, le=599)]
    detail: Note
    code: Line
    errors: list[FieldProblem] = []


class CsvMode(Enum):
    """Take all rows or none, take the good ones, or only say what would happen."""

    ALL = "all"
    PARTIAL = "partial"
    CHECK = "check"


class CsvQuery(Query, frozen=True, kw_only=True):
    """How a CSV file that is sent is taken."""

    mode: CsvMode = CsvMode.ALL


class CsvImport(Command, frozen=True, kw_only=True):
    """A table that was sent as a CSV file; the body is the file."""

    kind = "csv.import"

    mode: CsvMode = CsvMode.ALL


class CsvReport(Reply, frozen=True, kw_only=True):
    """What became of the rows (or documents) of a file; `refused` names lines and reasons."""

    created: Number
    updated: Number
    unchanged: Number
    refused: list[FieldProblem]


class CsvImported(Event, frozen=True, kw_only=True):
    """A file of `what` was taken in."""

    kind = "csv.imported"

    what: Line
    created: Number
    updated: Number
    unchanged: Number
    refused: Number
