"""What becomes of goods that came back: proposed by their condition, changed by whoever may."""

from server.act import Act
from server.errors import Refusal
from server.identity.approval import signed_by
from server.returns.wire import Disposition, Grade, Proposal, ReturnLine
from server.stock.late import is_late
from server.stock.wire import Status

STATUS = {
    Disposition.STOCK: Status.AVAILABLE,
    Disposition.REFURBISH: Status.RETURNED,
    Disposition.QUARANTINE: Status.QUARANTINE,
    Disposition.SCRAP: Status.DAMAGED,
    Disposition.VENDOR: Status.QUARANTINE,
}
PROPOSALS = {
    Grade.NEW: Proposal(
        grade=Grade.NEW, disposition=Disposition.STOCK, why="as new: it is sold again"
    ),
    Grade.OPENED: Proposal(
        grade=Grade.OPENED, disposition=Disposition.REFURBISH, why="opened: somebody looks first"
    ),
    Grade.DAMAGED: Proposal(
        grade=Grade.DAMAGED, disposition=Disposition.SCRAP, why="damaged: not sold again"
    ),
    Grade.WRONG: Proposal(
        grade=Grade.WRONG, disposition=Disposition.QUARANTINE, why="not what was sold"
    ),
    Grade.NOT_OURS: Proposal(
        grade=Grade.NOT_OURS, disposition=Disposition.QUARANTINE, why="not ours to sell"
    ),
    Grade.OTHER: Proposal(
        grade=Grade.OTHER, disposition=Disposition.QUARANTINE, why="somebody decides"
    ),
}


def decided(act: Act, command: ReturnLine) -> tuple[Disposition, list[str]]:
    """What was decided, or is proposed for the grade, and what a person should look at.

    Refused: 409 `approval_needed` for another disposition than is proposed; told late the
    proposal holds.
    """
    proposal = PROPOSALS[command.grade].disposition
    wanted = command.disposition or proposal
    if wanted is proposal:
        return wanted, []
    grade = command.grade.value.replace("_", " ")
    by = signed_by(act)
    if by is not None:
        return wanted, [f"Goods that came back {grade} go to {wanted.value}: {by} says so."]
    if is_late(act, command.happened_at):
        told = f"Goods that came back {grade} were to go to {wanted.value}; nobody has signed that."
        return proposal, [told]
    raise Refusal(
        409,
        "approval_needed",
        f"Goods that came back {grade} go to {wanted.value}: a supervisor has to sign that.",
    )
