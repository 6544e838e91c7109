"""Messages about printers and print jobs."""

from enum import Enum
from typing import Annotated

from msgspec import Meta, field

from server.identity.wire.people import Hours
from server.wire import Code, Command, Count, Instant, Line, Name, Note, Number, PageQuery, Reply

Address = Annotated[
    str,
    Meta(
        pattern=r"\A[!-~ ]+\Z",
        max_length=200,
        description="tcp://host:9100, /dev/usb/lp0, cups:queue or folder:path.",
    ),
]
DesignName = Annotated[
    str, Meta(pattern=r"\A[a-z][a-z0-9_]*\Z", max_length=40, description="A label design.")
]
Kind = Annotated[
    str,
    Meta(
        pattern=r"\A[a-z][a-z0-9_]*\Z",
        max_length=40,
        description="A kind of document; usually the name of its design.",
    ),
]
Station = Annotated[
    str,
    Meta(
        pattern=r"\A([A-Z0-9][A-Z0-9._+#-]*)?\Z",
        max_length=40,
        description="The code of a device or bench; empty means any.",
    ),
]
Dpi = Annotated[int, Meta(ge=203, le=600, description="Dots per inch: 203, 300 or 600.")]
MediaMillimetres = Annotated[int, Meta(ge=10, le=1000, description="Millimetres of the media.")]
Copies = Annotated[int, Meta(ge=1, le=500, description="How many of the same.")]
FactName = Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9_]*\Z", max_length=40)]
FactList = Annotated[list[Line], Meta(max_length=20)]
FactValue = Note | Number | bool | FactList
Facts = Annotated[dict[FactName, FactValue], Meta(max_length=60)]


class PrintLanguage(Enum):
    """What the printer understands."""

    ZPL = "zpl"
    PDF = "pdf"
    PNG = "png"


class PrinterState(Enum):
    """`trouble`: the last attempt failed; `stopped`: somebody said so, nothing is sent."""

    READY = "ready"
    TROUBLE = "trouble"
    STOPPED = "stopped"


class JobState(Enum):
    """queued -> sending -> printed; unknown outcomes are `unconfirmed` and wait for a person."""

    QUEUED = "queued"
    SENDING = "sending"
    PRINTED = "printed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNCONFIRMED = "unconfirmed"


class PrinterCreate(Command, frozen=True, kw_only=True):
    """Makes a printer known; its media is any when no size is named."""

    kind = "printer.create"
    path = "/warehouses/{warehouse:str}/printers"

    code: Code
    name: Name
    address: Address
    language: PrintLanguage
    dpi: Dpi = 203
    width_mm: MediaMillimetres | None = None
    height_mm: MediaMillimetres | None = None
    station: Station = ""


class PrinterEdit(Command, frozen=True, kw_only=True):
    """The whole of a printer as it shall be, made from `version`."""

    kind = "printer.edit"
    path = "/warehouses/{warehouse:str}/printers/{printer:str}"

    name: Name
    address: Address
    language: PrintLanguage
    dpi: Dpi
    width_mm: MediaMillimetres | None = None
    height_mm: MediaMillimetres | None = None
    station: Station = ""
    stopped: bool = False
    version: Number


class RouteSet(Command, frozen=True, kw_only=True):
    """This kind of document, at this station, comes out there; another design where it must fit."""

    kind = "printer.route"
    path = "/warehouses/{warehouse:str}/printer-routes"

    document: Kind
    station: Station = ""
    printer: Code
    fallback: Code | None = None
    design: DesignName | None = None


class PrintLabel(Command, frozen=True, kw_only=True):
    """Prints one design with these facts."""

    kind = "print.label"
    path = "/warehouses/{warehouse:str}/print-jobs"
    offline = "B"

    design: DesignName
    facts: Facts
    printer: Code | None = None
    copies: Copies = 1


class PrintLocations(Command, frozen=True, kw_only=True):
    """Prints the labels of locations, check digits included."""

    kind = "print.locations"
    path = "/warehouses/{warehouse:str}/print-jobs/locations"

    locations: Annotated[list[Code], Meta(min_length=1, max_length=200)]
    design: DesignName = "location"
    printer: Code | None = None


class PrintBadge(Command, frozen=True, kw_only=True):
    """A badge for some hours, for who has left theirs; it comes out of a printer, the old ends."""

    kind = "print.badge"
    path = "/warehouses/{warehouse:str}/print-jobs/badge"

    person: Code
    hours: Hours = 12
    printer: Code | None = None


class BadgePrinted(Reply, frozen=True, kw_only=True):
    """Until when it opens; the job that prints it."""

    person: Code
    expires_at: Instant
    job: Code


class ConfirmPrint(Command, frozen=True, kw_only=True):
    """A person looked: the label of an unconfirmed job is there, or it is not."""

    kind = "print.confirm"
    path = "/warehouses/{warehouse:str}/print-jobs/confirm"
    offline = "A"
    fact = True

    job: Code
    printed: bool


class CancelPrint(Command, frozen=True, kw_only=True):
    """Not needed any more."""

    kind = "print.cancel"
    path = "/warehouses/{warehouse:str}/print-jobs/cancel"

    job: Code


class Reprint(Command, frozen=True, kw_only=True):
    """The same once more, with "copy 2" (3, ...) on it; elsewhere if a printer is named."""

    kind = "print.reprint"
    path = "/warehouses/{warehouse:str}/print-jobs/reprint"

    job: Code
    printer: Code | None = None


class PrinterView(Reply, frozen=True, kw_only=True):
    """A printer, how it is, and how many jobs wait for it."""

    code: Code
    name: Name
    address: Address
    language: PrintLanguage
    dpi: Dpi
    width_mm: MediaMillimetres | None
    height_mm: MediaMillimetres | None
    station: Station
    state: PrinterState
    trouble: Note
    waiting: Count
    version: Number


class RouteView(Reply, frozen=True, kw_only=True):
    """Where a kind of document comes out."""

    document: Kind
    station: Station
    design: DesignName
    printer: Code
    fallback: Code | None


class JobQuery(PageQuery, frozen=True, kw_only=True):
    """Which print jobs to show; `cause` is what they were printed for."""

    in_state: JobState | None = field(default=None, name="state")
    cause: Line | None = None


class JobView(Reply, frozen=True, kw_only=True):
    """A print job; without a printer it waits for one to be set up."""

    job: Code
    document: Kind
    design: DesignName
    cause: Line
    copy: Count
    copies: Copies
    state: JobState
    printer: Code | None
    reason: Note
    asked_by: Line
    made_at: Instant
    ended_at: Instant | None


class JobsMade(Reply, frozen=True, kw_only=True):
    """The jobs that were stored, in the order asked for."""

    jobs: Annotated[list[Code], Meta(max_length=200)]
