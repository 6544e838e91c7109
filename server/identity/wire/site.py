"""Messages about the site's policy."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, field

from server.wire import Code, Command, Count, Currency, Event, Money, Number, Reply

Minutes = Annotated[int, Meta(ge=1, le=1440, description="Minutes.")]


Gs1Prefix = Annotated[
    str,
    Meta(
        pattern=r"\A([0-9]{4,12})?\Z",
        max_length=12,
        description="4 to 12 digits as GS1 gave them, or none.",
        examples=["9521234"],
    ),
]


class SiteMode(StrEnum):
    """Setting up: bins are counted in without approval, unknown barcodes linked at the scan."""

    SETTING_UP = "setting_up"
    LIVE = "live"


class SecondPerson(StrEnum):
    """When a supervisor may approve what they did themselves.

    Never; only while no other approver is signed in there; or always, to be looked at the next
    day. Where they may, a recount or a photo is needed and the owner's daily report shows it.
    """

    ALWAYS = "always"
    WHEN_PRESENT = "when_present"
    NEXT_DAY = "next_day"


class Verify(StrEnum):
    """What a picker proves at a shelf: place and item, one of them, its digits, or its LPN.

    Without the item only where the place holds nothing else; the check digits are typed or said.
    """

    LOC_ITEM = "loc_item"
    LOC = "loc"
    ITEM = "item"
    CHECK = "check"
    LPN = "lpn"


class VerifyRule(Reply, frozen=True, kw_only=True):
    """For picks in a zone, of an item, by a person: all that are named must hold."""

    verify: Verify
    zone: Code | None = None
    sku: Code | None = None
    person: Code | None = None


class PolicyRules(Reply, frozen=True, kw_only=True):
    """What the owner decides; limits count what is lost through all doors together."""

    second_person: SecondPerson = SecondPerson.WHEN_PRESENT
    loss_units_per_act: Count = 20
    loss_units_per_day: Count = 50
    loss_value_per_act: Money = 10_000
    loss_value_per_day: Money = 20_000
    currency: Currency = "EUR"
    gs1_prefix: Gs1Prefix = ""
    """The site's GS1 company prefix: cartons and pallets get an SSCC; else a house code."""
    automatic_waves: bool = True
    """Orders that nobody has planned get pick lists by themselves, some minutes after release."""
    wave_after_minutes: Minutes = 3
    wave_cart_slots: Annotated[int, Meta(ge=1, le=60, description="Orders on one cart.")] = 1
    zero_checks: bool = True
    """A picker whose pick should have emptied a place is asked whether it is empty."""
    blind_receiving: bool = False
    """Whoever receives counts without being told how much of a purchase order is expected."""
    pick_verify: Annotated[list[VerifyRule], Meta(max_length=200)] = field(default_factory=list)
    """The first that fits decides; where none does, place and item are scanned."""
    new_picker_lists: Annotated[int, Meta(ge=0, le=1000, description="Pick lists.")] = 0
    """Who has done fewer scans place and item, whatever the rules say."""
    own_figures: bool = True
    """Home tells workers how many lines they did in the last hour."""
    lines_per_hour: Count = 0
    """What they are compared with there; 0: nothing."""
    session_idle_minutes: Minutes = 120
    session_hours: Annotated[int, Meta(ge=1, le=24, description="A shift, in hours.")] = 10


class Policy(PolicyRules, frozen=True, kw_only=True):
    """The policy in force."""

    mode: SiteMode = SiteMode.SETTING_UP
    version: Number = 0


class PolicyEdit(Command, frozen=True, kw_only=True):
    """The whole of the rules as they shall be, made from `version`."""

    kind = "site.policy"
    path = "/site/policy"

    rules: PolicyRules
    version: Number


class GoLive(Command, frozen=True, kw_only=True):
    """Ends the setting-up of the site, for good."""

    kind = "site.go_live"
    path = "/site/live"


class SiteLive(Event, frozen=True, kw_only=True):
    """The site went live."""

    kind = "site.live"
