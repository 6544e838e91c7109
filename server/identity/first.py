"""The first key of a new site: nobody can sign in before somebody can make people."""

from uuid import NAMESPACE_URL, uuid4, uuid5

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Acts, Call, digest_of
from server.guard import system
from server.identity.keys import create_key
from server.identity.tables import ApiKey
from server.identity.wire.keys import KeyCreate, KeyCreated
from server.identity.wire.people import Right

_FIRST = uuid5(NAMESPACE_URL, "urn:tallyman:first-admin-key")


def first_admin_key(acts: Acts, *, another: bool = False) -> str | None:
    """A key with all rights for whoever starts the server first, or None when one was made.

    Of several processes that start together one gets it. `another` makes one more, for a site
    that has lost its own: whoever may start the server may do that.
    """
    number = acts.upkeep(lambda session, _now: _keys(session))
    if number and not another:
        return None
    code = "ADMIN" if not number else f"ADMIN-{number + 1}"
    command = KeyCreate(
        code=code, name="Made at the server", rights=list(Right), all_warehouses=True
    )
    body = msgspec.json.encode(command)
    call = Call(
        operation=uuid4() if number else _FIRST,
        digest=digest_of("SYSTEM", KeyCreate.path, body),
        body=body,
        authenticate=lambda _session: system("first-run"),
    )
    outcome = acts.perform(create_key, command, call)
    return None if outcome.replayed else msgspec.json.decode(outcome.body, type=KeyCreated).key


def _keys(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(ApiKey)) or 0
