"""What each role may do."""

from collections.abc import Iterable

from server.identity.wire.people import Right, Role

ALL = frozenset(Right)

_WORKER = frozenset(
    {
        Right.RECEIVE,
        Right.PUT_AWAY,
        Right.PICK,
        Right.PACK,
        Right.SHIP,
        Right.COUNT,
        Right.MOVE,
        Right.RETURNS,
        Right.PRINT,
        Right.INQUIRE,
    }
)
_LEAD = _WORKER | {Right.SUPERVISE}
_WRITES = frozenset({Right.CATALOG_WRITE, Right.PURCHASING_WRITE, Right.ORDERS_WRITE, Right.FEED})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.WORKER: _WORKER,
    Role.LEAD: _LEAD,
    Role.SUPERVISOR: _LEAD
    | _WRITES
    | {Right.ADJUST, Right.HOLD, Right.APPROVE, Right.PLACES_WRITE},
    Role.SHIPPING: frozenset({Right.PACK, Right.SHIP, Right.PRINT, Right.INQUIRE}),
    Role.INTEGRATION: _WRITES | {Right.INQUIRE},
    Role.ADMIN: ALL,
}


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    return frozenset().union(*(RIGHTS[role] for role in roles))
