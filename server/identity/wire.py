"""Messages about people, devices, keys, sessions, approvals and the site's policy."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from server.wire import Code, Command, Instant, Language, Name, Number, Reply, Secret

Hours = Annotated[int, Meta(ge=1, le=12, description="Hours that a temporary badge lives.")]
Word = Annotated[str, Meta(max_length=40, description="A role or a right.")]


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


class LossDoor(StrEnum):
    """The ways in which stock leaves without a customer; limits count over all together."""

    ADJUST = "adjust"
    SHORT = "short"
    ZERO_CHECK = "zero_check"
    COUNT = "count"
    DAMAGE = "damage"
    SCRAP = "scrap"
    RETURNS = "returns"
    RECEIVING_SHORT = "receiving_short"
    SAMPLING = "sampling"


class ApprovalState(StrEnum):
    """The life of what needs a second person."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


# --- API keys -------------------------------------------------------------------------------------


class KeyCreate(Command, frozen=True, kw_only=True):
    """Makes an API key; its text is in the reply, once, and nowhere else ever after."""

    kind = "key.create"
    path = "/keys"

    code: Code
    name: Name
    rights: Annotated[list[Right], Meta(min_length=1, max_length=20)]
    warehouses: Annotated[tuple[Code, ...], Meta(max_length=200)] = ()
    all_warehouses: bool = False
    expires_at: Instant | None = None


class KeyCreated(Reply, frozen=True, kw_only=True):
    """The new key, to be kept by whoever asked for it."""

    secret = ("key",)

    code: Code
    key: Secret


class KeyRevoke(Command, frozen=True, kw_only=True):
    """Ends a key at once and for ever."""

    kind = "key.revoke"
    path = "/keys/revoke"

    key: Code


class KeyView(Reply, frozen=True, kw_only=True):
    """A key without its secret."""

    code: Code
    name: Name
    rights: list[Right]
    warehouses: list[Code]
    all_warehouses: bool
    created_at: Instant
    expires_at: Instant | None
    revoked_at: Instant | None
    used_at: Instant | None


class Me(Reply, frozen=True, kw_only=True):
    """Who the request's credentials stand for and what they may do."""

    principal: Name
    name: Name
    rights: list[Right]
    warehouses: list[Code]
    roles: tuple[Role, ...] = ()
    language: Language = "en"
    device: Code | None = None
    session: Code | None = None


# --- people ---------------------------------------------------------------------------------------


class PersonCreate(Command, frozen=True, kw_only=True):
    """Makes a person; a badge and a PIN are dealt afterwards."""

    kind = "person.create"
    path = "/people"

    code: Code
    name: Name
    roles: Annotated[list[Role], Meta(min_length=1, max_length=6)]
    language: Language = "en"


class PersonEdit(Command, frozen=True, kw_only=True):
    """The whole of a person as it shall be; not active ends badge and sessions at once."""

    kind = "person.edit"
    path = "/people/{person:str}"

    name: Name
    roles: Annotated[list[Role], Meta(min_length=1, max_length=6)]
    language: Language
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
