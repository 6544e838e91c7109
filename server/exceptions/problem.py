"""What a device was refused for good, seen and settled from elsewhere; and its calls for help."""

from uuid import UUID

import sqlalchemy as sa

from server.act import Act
from server.door import Reading
from server.errors import Refusal
from server.exceptions.read import view
from server.exceptions.report import listed, report
from server.exceptions.resolve import ended, open_exception
from server.exceptions.tables import FloorException
from server.exceptions.wire import (
    Advice,
    AdviceQuery,
    AdviceView,
    Advised,
    AdviseDevice,
    ExceptionKind,
    ExceptionState,
    ExceptionView,
    ProblemReported,
    ProblemSettled,
    ReportProblem,
    SettleProblem,
)


def report_problem(act: Act, command: ReportProblem) -> ProblemReported:
    """Puts it on the list of exceptions. Nothing is refused: it is what has happened.

    What is refused once more stands where it stood, and what was said about it counts no more.
    """
    if command.operation is None:
        told = report(act, ExceptionKind.CALL, command.document, command.sentence)
        return ProblemReported(sentence=told)
    refused = UUID(command.operation)
    known = next(iter(_own(act, refused)), None)
    if known is not None:
        known.sentence, known.advice, known.advised_by = command.sentence[:1000], None, None
        return ProblemReported(sentence=known.sentence)
    row = FloorException(
        warehouse=act.warehouse,
        kind=ExceptionKind.DEVICE_PROBLEM,
        document=command.document[:80],
        sentence=command.sentence,
        raised_at=act.now,
        raised_by=act.who.name,
        operation=refused,
        device=act.who.device,
    )
    return ProblemReported(sentence=listed(act, row))


def advise_device(act: Act, command: AdviseDevice) -> ExceptionView:
    """The device hears of it within seconds of its next answer from here.

    `close` ends the exception; the others end it when the device tells that they are done.
    Refused: 404 `not_found`, 409 `exception_ended`, 409 `nothing_refused`.
    """
    row = open_exception(act, command.number)
    if row.operation is None:
        raise Refusal(
            409, "nothing_refused", f"Exception {row.id} is about no command that a device keeps."
        )
    row.advice, row.advised_by, row.note = command.advice, act.who.name, command.note
    if command.advice is Advice.CLOSE:
        ended(act, row, ExceptionState.RESOLVED, command.note)
    act.session.flush()
    return view(act.session, row)


def settle_problem(act: Act, command: SettleProblem) -> ProblemSettled:
    """Only of the asking device. Nothing is refused: it is what has happened."""
    rows, off = _own(act, UUID(command.operation)), command.how is not Advice.CLOSE
    for row in rows:
        row.advice, row.advised_by = command.how, act.who.name
        if off:
            ended(act, row, ExceptionState.RESOLVED, command.note)
        else:
            row.note = command.note
    act.session.flush()
    return ProblemSettled(found=len(rows), off=off)


def read_advice(reading: Reading, wanted: AdviceQuery) -> AdviceView:
    """What was said about the refused commands that the asking device names; of its own only."""
    query = sa.select(FloorException).where(
        FloorException.warehouse == reading.warehouse,
        FloorException.device == reading.who.device,
        FloorException.operation.in_([UUID(each) for each in wanted.operations]),
    )
    latest = {row.operation: row for row in reading.session.scalars(query.order_by("id"))}
    return AdviceView(problems=[_advised(row) for row in latest.values()])


def _advised(row: FloorException) -> Advised:
    """Off the list in whatever way is closed, too."""
    closed = Advice.CLOSE if row.state is not ExceptionState.OPEN else None
    return Advised(
        operation=str(row.operation),
        advice=row.advice or closed,
        by=row.advised_by or row.resolved_by or "",
        note=row.note,
    )


def _own(act: Act, refused: UUID) -> list[FloorException]:
    query = sa.select(FloorException).where(
        FloorException.warehouse == act.warehouse,
        FloorException.device == act.who.device,
        FloorException.operation == refused,
        FloorException.state == ExceptionState.OPEN,
    )
    return [*act.session.scalars(query.order_by(FloorException.id).with_for_update())]
