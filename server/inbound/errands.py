"""Put-aways: made for goods that stand at a dock, planned, and ended with their task."""

from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal, not_found
from server.inbound.candidates import Search
from server.inbound.strategy import Planner
from server.inbound.tables import PutAway
from server.inbound.waiting_goods import waiting
from server.inbound.wire.put_away import PutAwayEnded, PutAwayMade, PutAwayPlanned, PutAwayState
from server.places.tables import Location, LocationId
from server.places.walk import aisles
from server.stock.moves import Key
from server.stock.planned import free_room, plans_of
from server.stock.tables import Container, ContainerId
from server.work import tasks
from server.work.wire import TaskKind

WHY_LENGTH = 8000


def put_away_container(act: Act, container: ContainerId, source: LocationId) -> PutAwayPlanned:
    """The put-away of an LPN, made or planned anew because more is on it now."""
    query = sa.select(PutAway).where(
        PutAway.container == container, PutAway.state == PutAwayState.OPEN
    )
    errand = act.session.scalar(query.with_for_update())
    if errand is None:
        return _begin(act, PutAway(**_new(act, source), container=container))
    errand.source = source
    return planned(act, errand)


def put_away_loose(act: Act, key: Key, quantity: int) -> PutAwayPlanned:
    """The put-away of `quantity` loose base units that stand under a key."""
    row = PutAway(
        **_new(act, key.location),
        item=key.item,
        lot=key.lot,
        owner=key.owner,
        status=key.status,
        quantity=quantity,
    )
    return _begin(act, row)


def planned(act: Act, errand: PutAway, avoiding: frozenset[str] = frozenset()) -> PutAwayPlanned:
    """Keeps room anew for what is left of a put-away; answers its first target."""
    free_room(act, errand.number)
    parts = [part for part in waiting(act, errand) if part.quantity]
    search = Search(
        act,
        act.session.get_one(Location, errand.source),
        errand.container,
        aisles(act.session, act.warehouse),
        avoiding,
    )
    planner = Planner(search, errand.number)
    planner.plan(parts)
    errand.why = "\n".join(planner.why)[:WHY_LENGTH]
    act.session.flush()
    return PutAwayPlanned(number=errand.number, target=first_target(act, errand))


def first_target(act: Act, errand: PutAway) -> str | None:
    """Where the next of it goes; None when no room is kept."""
    plans = [plan for plan in plans_of(act.session, errand.number) if plan.quantity]
    return act.session.get_one(Location, plans[0].location).code if plans else None


def ended(act: Act, errand: PutAway, state: PutAwayState) -> None:
    """Nothing more is put: its room is free, its task gone."""
    errand.state = state
    errand.quantity = 0
    free_room(act, errand.number, all_of_it=True)
    if state is PutAwayState.DONE:
        tasks.finish(act, TaskKind.PUT_AWAY, errand.number)
    else:
        tasks.cancel(act, TaskKind.PUT_AWAY, errand.number)
    act.session.flush()
    act.record(PutAwayEnded(put_away=errand.number, state=state), errand.number)


def reopened(act: Act, errand: PutAway) -> None:
    """There is something to put again."""
    errand.state = PutAwayState.OPEN
    act.session.flush()
    tasks.add(act, TaskKind.PUT_AWAY, errand.number, location=errand.source)


def errand_by(act: Act, number: str | None, container: str | None) -> PutAway:
    """The put-away of that number, or the latest of that LPN, held; 404, 422 `unnamed`."""
    query = sa.select(PutAway).where(PutAway.warehouse == act.warehouse)
    if number is not None:
        query = query.where(PutAway.number == number)
    elif container is not None:
        query = query.join(Container, Container.id == PutAway.container).where(
            Container.code == container
        )
    else:
        raise Refusal(422, "unnamed", "Name the put-away or the container.")
    query = query.order_by(PutAway.id.desc()).limit(1).with_for_update(of=PutAway)
    row = act.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise not_found("put-away of" if number is None else "put-away", number or container)
    return row


def _new(act: Act, source: LocationId) -> dict[str, Any]:
    return {
        "warehouse": act.warehouse,
        "number": uuid4().hex.upper(),
        "source": source,
        "operation": act.operation,
        "made_at": act.now,
    }


def _begin(act: Act, errand: PutAway) -> PutAwayPlanned:
    act.session.add(errand)
    act.session.flush()
    errand.number = f"PA{errand.id:06d}"
    act.session.flush()
    tasks.add(act, TaskKind.PUT_AWAY, errand.number, location=errand.source)
    told = planned(act, errand)
    act.record(PutAwayMade(put_away=errand.number, target=told.target), errand.number)
    return told
