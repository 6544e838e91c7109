"""Messages about people, their rights, badges and PINs."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from server.wire import Code, Command, Instant, Language, Name, Number, Query, Reply, Secret, Spoken

Hours = Annotated[int, Meta(ge=1, le=12, description="Hours that a temporary badge lives.")]


class Right(StrEnum):
    """What may be done; each route names one."""

    RECEIVE = "receive"
    PUT_AWAY = "put_away"
    PICK = "pick"
    PACK = "pack"
    SHIP = "ship"
    COUNT = "count"
    MOVE = "move"
    ADJUST = "adjust"
    APPROVE = "approve"
    HOLD = "hold"
    RETURNS = "returns"
    PRINT = "print"
    INQUIRE = "inquire"
    SUPERVISE = "supervise"
    CATALOG_WRITE = "catalog.write"
    PLACES_WRITE = "places.write"
    PURCHASING_WRITE = "purchasing.write"
    ORDERS_WRITE = "orders.write"
    FEED = "feed"
    ADMIN = "admin"


class Role(StrEnum):
    """A fixed set of rights."""

    WORKER = "worker"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    SHIPPING = "shipping"
    INTEGRATION = "integration"
    ADMIN = "admin"


class Guess(StrEnum):
    """What became of a guess at a PIN; `cleared` by somebody who let the person try again."""

    WRONG = "wrong"
    RIGHT = "right"
    CLEARED = "cleared"


class PersonCreate(Command, frozen=True, kw_only=True):
    """Makes a person; a badge and a PIN are dealt afterwards."""

    kind = "person.create"
    path = "/people"

    code: Code
    name: Name
    roles: Annotated[list[Role], Meta(min_length=1, max_length=6)]
    language: Spoken = "en"


class PersonEdit(Command, frozen=True, kw_only=True):
    """The whole of a person as it shall be; not active ends badge and sessions at once."""

    kind = "person.edit"
    path = "/people/{person:str}"

    name: Name
    roles: Annotated[list[Role], Meta(min_length=1, max_length=6)]
    language: Spoken
    active: bool
    version: Number


class PersonView(Reply, frozen=True, kw_only=True):
    """A person, without anything that proves who they are."""

    code: Code
    name: Name
    roles: list[Role]
    language: Language
    active: bool
    version: Number
    badge_expires_at: Instant | None = None


class BadgeIssue(Command, frozen=True, kw_only=True):
    """Gives a person a new badge and ends the old one; with `hours`, a temporary one."""

    kind = "badge.issue"
    path = "/badges"

    person: Code
    hours: Hours | None = None


class BadgeIssued(Reply, frozen=True, kw_only=True):
    """The text of the new badge, to be printed now: it is not kept."""

    secret = ("badge",)

    person: Code
    badge: Secret
    expires_at: Instant


class BadgeRevoke(Command, frozen=True, kw_only=True):
    """Ends a person's badge: lost, or left behind."""

    kind = "badge.revoke"
    path = "/badges/revoke"

    person: Code


class WhoseBadge(Query, frozen=True, kw_only=True):
    """A badge that was scanned, or a person's code that was typed; never kept."""

    badge: Secret


class Whose(Reply, frozen=True, kw_only=True):
    """Whose it is."""

    person: Code
    name: Name


class PinDeal(Command, frozen=True, kw_only=True):
    """Deals a person six new digits at random."""

    kind = "pin.deal"
    path = "/pins"

    person: Code


class PinDealt(Reply, frozen=True, kw_only=True):
    """The digits, to be told to the person now: they are not kept."""

    secret = ("pin",)

    person: Code
    pin: Secret


class PinUnlock(Command, frozen=True, kw_only=True):
    """Lets a person try again after too many wrong guesses."""

    kind = "pin.unlock"
    path = "/pins/unlock"

    person: Code


class Done(Reply, frozen=True, kw_only=True):
    """It is done; there is nothing to add."""
