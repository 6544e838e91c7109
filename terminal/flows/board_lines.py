"""What one line of the board says: an approval, a task, a late carton, a label, a kind of work."""

from server.identity.wire.approvals import ApprovalView
from server.printing.wire import JobView
from server.shipping.wire import CartonView
from server.work.wire import KindCount, TaskView
from terminal.flows.words import named, say


def kind(one: KindCount) -> str:
    return say(
        "{kind} {ready} ready {active} active {late} LATE"
        if one.late
        else "{kind} {ready} ready {active} active",
        kind=named(one.kind.value),
        ready=one.ready,
        active=one.active,
        late=one.late,
    )


def approval(one: ApprovalView) -> str:
    who = one.asked_by.removeprefix("person:")
    return say("{what} ({who})", what=one.sentence, who=who)


def task(one: TaskView) -> str:
    return say(
        "{kind} {document} {state} {who}",
        kind=named(one.kind.value),
        document=one.document,
        state=named(one.state.value),
        who=(one.worker or "").removeprefix("person:"),
    )


def late(one: CartonView) -> str:
    return say(
        "{carton} {order} {service} in {place}",
        carton=one.carton,
        order=one.order,
        service=one.service,
        place=one.location or say("no place"),
    )


def job(one: JobView) -> str:
    return say(
        "{state} {design} {about} {why}",
        state=named(one.state.value),
        design=named(one.design),
        about=one.cause,
        why=one.reason,
    )
