"""What a picker tells missing or broken counts against what one may lose (domain.md 7)."""

import msgspec

from server.act import Act
from server.catalog.tables import ItemId
from server.counting.ask import ask_for_count
from server.counting.wire.counts import CountReason
from server.identity.approval import Needed, approved_loss, check_loss, day_of
from server.identity.approvals import wait
from server.identity.tables import Approval
from server.identity.wire.approvals import LossDoor
from server.outbound.asked import Asked
from server.outbound.wire.picking import ShortPick
from server.places.tables import LocationId
from server.stock.worth import worth
from server.wire import Count, Number, Reply

WORDS = {LossDoor.SHORT: "missing", LossDoor.DAMAGE: "damaged"}


class LostAtPick(Reply, frozen=True, kw_only=True):
    """What a second person has to look at; it is posted already."""

    item: Number
    location: Number
    units: Count
    door: LossDoor


def lose(act: Act, found: Asked, door: LossDoor, units: int) -> None:
    """Writes the loss of `units` base units down; above the limits it waits for a second person.

    The goods are out of the book's available stock either way: what is not on the shelf is a fact.
    """
    if not units:
        return
    item = found.line.item
    value = worth(act.session, [(item, units)], day_of(act))
    told = check_loss(act, door, units, value)
    if isinstance(told, Needed):
        lost = LostAtPick(item=item, location=found.line.location, units=units, door=door)
        sentence = (
            f"{units} of {found.row.sku} in {found.row.place} were told {WORDS[door]} at the pick"
            f" of {found.document}. {told.why}"
        )
        wait(act, ShortPick.kind, found.row.sku, msgspec.json.encode(lost), sentence)


def settle_lost(act: Act, waiting: Approval, approve: bool) -> None:  # noqa: FBT001
    """A yes takes the loss on; a no has the place counted, by anybody but who told it."""
    lost = msgspec.json.decode(waiting.detail, type=LostAtPick)
    item = ItemId(lost.item)
    if approve:
        value = worth(act.session, [(item, lost.units)], day_of(act))
        approved_loss(act, waiting.asked_by, lost.door, lost.units, value, waiting.evidence)
        return
    ask_for_count(
        act,
        LocationId(lost.location),
        item=item,
        reason=CountReason.AFTER_SHORT,
        excluded_person=waiting.asked_by,
    )
