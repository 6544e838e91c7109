"""What a count loses, and whether one person may lose it."""

from server.act import Act
from server.counting.ask import document
from server.counting.difference import Group, standing
from server.counting.measure import book_of, results_of
from server.counting.tables import CountRound
from server.errors import Refusal
from server.identity.approval import Needed, approved_loss, check_loss, day_of, self_approval
from server.identity.site import policy
from server.identity.wire.approvals import LossDoor
from server.stock.worth import worth


def lost_by(act: Act, begun: CountRound) -> tuple[int, int | None]:
    """Base units that a round would lose and what they are worth; the missing were lost before."""
    book = book_of(act.session, begun.count, begun.round)
    lost = [
        (row.item, standing(book[Group(row.item, row.lot, row.container)]) - row.counted)
        for row in results_of(act.session, begun.count, begun.round)
    ]
    gone = [(item, units) for item, units in lost if units > 0]
    return sum(units for _, units in gone), worth(act.session, gone, day_of(act))


def may_lose(act: Act, begun: CountRound, *, recounted: bool) -> bool:
    """Whether the counter may lose it alone; if so the loss is written down."""
    units, value = lost_by(act, begun)
    if not units:
        return True
    evidence = f"recounted, {document(begun.count)}" if recounted else ""
    return not isinstance(check_loss(act, LossDoor.COUNT, units, value, evidence), Needed)


def approve_loss(act: Act, begun: CountRound, *, recounted: bool) -> None:
    """A supervisor takes it on; 409 `second_person_needed` by the policy for one's own round."""
    evidence = f"recounted, {document(begun.count)}" if recounted else ""
    needed = self_approval(act, policy(act.session), evidence, begun.who)
    if needed is not None:
        raise Refusal(409, "second_person_needed", needed)
    write_loss(act, begun, evidence)


def write_loss(act: Act, begun: CountRound, evidence: str) -> None:
    """What a round loses is its counter's, approved by the caller."""
    units, value = lost_by(act, begun)
    if units:
        approved_loss(act, begun.who, LossDoor.COUNT, units, value, evidence)
