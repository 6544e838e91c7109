"""Deciding about counts that differ: a supervisor sees all figures and gives the reason."""

import msgspec

from server.act import Act
from server.counting.ask import counting, document, end_count, give_task
from server.counting.count_location import conclude
from server.counting.losses import approve_loss, write_loss
from server.counting.measure import rounds_counted
from server.counting.open_count import count_of
from server.counting.tables import CountRound, StockCount
from server.counting.waits import WaitingRound
from server.counting.wire.counts import Counting, CountState, DecideCount, Decision
from server.errors import Refusal
from server.identity.approvals import end_waiting
from server.identity.tables import Approval
from server.work import tasks
from server.work.wire import TaskKind

DECIDABLE = {
    CountState.WAITING,
    CountState.AGAIN,
    CountState.ASKED,
    CountState.REOPENED,
    CountState.COUNTED,
}


def decide_count(act: Act, command: DecideCount) -> Counting:
    """Posts one round, has it counted again by somebody new, or leaves the book as it is.

    Refused: 404 `not_found`; 409 `not_decidable` while it is being counted or has ended; 422
    `round_missing`; 409 `second_person_needed` for one's own round, by the policy.
    """
    count = count_of(act, command.count)
    if count.state not in DECIDABLE:
        raise Refusal(
            409, "not_decidable", f"Count {count.id} is {count.state.value}: nothing to decide."
        )
    if command.decision is Decision.POST:
        begun = _counted_round(act, count, command)
        recounted = len(rounds_counted(act.session, count.id)) > 1
        approve_loss(act, begun, recounted=recounted)
        conclude(act, count, begun)
    elif command.decision is Decision.CLOSE:
        tasks.cancel(act, TaskKind.COUNT, document(count.id))
        end_count(act, count, CountState.CLOSED)
    else:
        _again(act, count)
    posts = command.decision is Decision.POST
    end_waiting(act, DecideCount.kind, document(count.id), approve=posts)
    return counting(act, count)


def settle_count(act: Act, waiting: Approval, approve: bool) -> None:  # noqa: FBT001
    """A second person has decided on the list of approvals: yes posts the round, no counts anew."""
    told = msgspec.json.decode(waiting.detail, type=WaitingRound)
    count = count_of(act, told.count)
    if not approve:
        _again(act, count)
        return
    begun = act.session.get_one(CountRound, (told.count, told.round), with_for_update=True)
    write_loss(act, begun, waiting.evidence)
    conclude(act, count, begun)


def _again(act: Act, count: StockCount) -> None:
    count.state, count.worker, count.accepted = CountState.ASKED, None, None
    count.first_round = count.round + 1
    tasks.cancel(act, TaskKind.COUNT, document(count.id))
    give_task(act, count)


def _counted_round(act: Act, count: StockCount, command: DecideCount) -> CountRound:
    for begun in rounds_counted(act.session, count.id):
        if begun.round == command.round and begun.posted_at is None:
            return begun
    raise Refusal(
        422, "round_missing", f"Name a round of count {count.id} that was counted, not posted."
    )
