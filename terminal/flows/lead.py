"""What a supervisor does about people and devices: reassign, unlock, tell all, look into, end."""

from collections.abc import Callable, Sequence
from typing import Any

from labels.codes import Verb
from server.identity.wire.devices import DeviceRevoke, DeviceView, SessionsRevoke
from server.identity.wire.people import PinUnlock
from server.outbound.wire.carts import SlotTold
from server.places.wire import LocationBlock, LocationStatus, LocationView
from server.printing.wire import BadgePrinted, PrintBadge
from server.work.wire import (
    AssignTask,
    Broadcast,
    BroadcastView,
    ReleaseTask,
    ReprioritiseTask,
    TaskView,
)
from terminal.flows.ask import Answer, Ask, Do, Flow, Rule, Show, need
from terminal.flows.cart import slot_of
from terminal.flows.day import DAY_AND_CLOCK, clock
from terminal.flows.listed import typed, which
from terminal.flows.opening import Opening
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

LEAD = Candidate("lead", words="PEOPLE, DEVICES")
TITLE = "PEOPLE, DEVICES"
MENU = (
    Candidate("reassign", words="REASSIGN A TASK"),
    Candidate("unlock", words="UNLOCK"),
    Candidate("tell", words="TELL ALL"),
    Candidate("scans", words="LAST SCANS OF"),
    Candidate("undo", words="UNDO FOR"),
    Candidate("devices", words="DEVICES"),
    Candidate("badge", words="TEMP BADGE"),
)


def lead(
    tasks: Sequence[TaskView], devices: Sequence[DeviceView], zone: str
) -> Flow[str | Opening]:
    """Answers `again`, or what else is to be opened."""
    show = Show(title=TITLE)
    chosen = yield from need(
        Ask(Kind.CHOICE, prompt="WHAT IS DONE?", step="lead", one_of=MENU, show=show)
    )
    if chosen.value in {"scans", "undo"}:
        what: Any = chosen.value
        return Opening(what, (yield from _person("SCAN THEIR BADGE")).value)
    ways: dict[str, Callable[[], Flow[None]]] = {
        "reassign": lambda: _reassign(tasks),
        "unlock": lambda: _unlock(tasks),
        "tell": _tell,
        "devices": lambda: _devices(devices, zone),
        "badge": _badge,
    }
    yield from ways[chosen.value]()
    return "again"


def _person(
    prompt: str, also: tuple[Kind, ...] = (), tasks: Sequence[TaskView] = ()
) -> Flow[Answer]:
    """A badge that is scanned, or a code that is typed: the server says whose; no badge is kept."""
    return (
        yield from need(
            Ask(
                Kind.BADGE,
                also=also,
                prompt=prompt,
                step="person",
                one_of=_numbers(tasks),
                open=True,
                whose=True,
                show=Show(title=TITLE),
            )
        )
    )


def _numbers(tasks: Sequence[TaskView]) -> tuple[Candidate, ...]:
    return tuple(Candidate(str(task.task), Kind.TASK) for task in tasks)


def _reassign(tasks: Sequence[TaskView]) -> Flow[None]:
    """To a person, or to another place in the queue: its priority, 0 the most urgent."""
    task = yield from need(
        Ask(
            Kind.TASK,
            prompt="SCAN TASK",
            step="reassign",
            one_of=_numbers(tasks),
            unseen=True,
            open=True,
            show=Show(title=TITLE),
        )
    )
    number = int(task.value)
    show = Show(title=TITLE, target=task.value, lines=(say("A digit: how urgent, 0 most"),))
    to = yield from need(
        Ask(
            Kind.BADGE,
            also=(Kind.QTY,),
            prompt="SCAN BADGE, OR DIGIT",
            step="reassign_to",
            whose=True,
            show=show,
        )
    )
    command: Any = AssignTask(task=number, person=to.value)
    if len(to.value) == 1 and to.value.isdigit():  # more of them are somebody's code
        command = ReprioritiseTask(task=number, priority=int(to.value))
    yield from Do(
        command, says=say("task {number}", number=number), reply=TaskView, final="assign it anew"
    )


def _unlock(tasks: Sequence[TaskView]) -> Flow[None]:
    """A badge: the PIN may be tried again. A task: it is for anybody. A place: it is open."""
    what = yield from _person("BADGE, TASK OR LOCATION", (Kind.TASK, Kind.LOC, Kind.SLOT), tasks)
    if what.kind is Kind.SLOT and (mended := slot_of(what.value)) is not None:
        yield from Do(
            mended,
            says=say("slot {slot} of {cart} is mended", slot=mended.slot, cart=mended.cart),
            reply=SlotTold,
            final="tell it broken at the cart",
        )
        return
    if what.kind is Kind.LOC:
        yield from Do(
            LocationBlock(location=what.value, status=LocationStatus.OPEN),
            says=say("open {place}", place=what.value),
            reply=LocationView,
            final="block it anew",
        )
        return
    if what.kind is Kind.TASK:
        yield from Do(
            ReleaseTask(task=int(what.value)),
            says=say("task {number}", number=what.value),
            reply=TaskView,
            final="assign it anew",
        )
        return
    yield from Do(
        PinUnlock(person=what.value),
        says=say("PIN of {person}", person=what.value),
        final="it is open",
    )


def _tell() -> Flow[None]:
    words = yield from typed("WHAT? ENTER: NOTHING", "tell")
    if not words:
        return
    zone = yield from typed("ZONE? ENTER: ALL", "tell_zone")
    yield from Do(
        Broadcast(text=words[:200], zone=zone.upper() or None),
        says=say("told"),
        reply=BroadcastView,
        final="it is read by now",
    )


def _badge() -> Flow[None]:
    """For somebody who has left theirs; it comes out of the printer and is shown nowhere."""
    person = (yield from _person("WHO? TYPE THEIR CODE")).value
    ask = Ask(
        Kind.QTY,
        prompt="FOR HOW MANY HOURS?",
        step="hours",
        quantity=Rule(None, most=12),
        show=Show(title=TITLE, target=person, lines=(say("1 to 12; the old badge ends"),)),
    )
    hours = (yield from need(ask)).quantity
    yield from Do(
        PrintBadge(person=person, hours=hours),
        says=say("badge of {person}", person=person),
        reply=BadgePrinted,
        final="make another: it ends this one",
    )


def _devices(devices: Sequence[DeviceView], zone: str) -> Flow[None]:
    """A lost one: its session ends, or it is shut out for ever."""
    said = {
        one.code: f"{one.code} {one.person or ''} {'' if one.revoked_at is None else 'shut out'}"
        for one in devices
    }
    code = yield from which("DEVICES", said)
    if code is None:
        return
    device = next(one for one in devices if one.code == code)
    seen = clock(device.seen_at, zone, DAY_AND_CLOCK) if device.seen_at else ""
    ways = (
        *((Candidate("session", words="END THE SESSION"),) if device.person else ()),
        Candidate("out", words="LOST: SHUT IT OUT"),
    )
    answer = yield from need(
        Ask(
            Kind.CHOICE,
            prompt="IS IT LOST?",
            step="device",
            one_of=ways,
            commands=(Verb.CLOSE,),
            show=Show(title=TITLE, target=code, lines=(device.name, device.person or "", seen)),
        )
    )
    if answer.kind is Kind.CMD:
        return
    command: Any = DeviceRevoke(device=code)
    if answer.value == "session" and device.person is not None:
        command = SessionsRevoke(person=device.person)
    yield from Do(command, says=say("device {code}", code=code), final="it may be enrolled anew")
