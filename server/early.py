"""A command that names what it comes after is done when that is known here, and not before.

A terminal sends in order; but a server that was restored from a backup lacks what came last.
"""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.db import core, direct
from server.errors import Refusal
from server.journal.tables import Operation

AFTER = "tallyman-after"

_OPERATION = core(Operation).c
_KNOWN = sa.select(_OPERATION.id).where(_OPERATION.id == sa.bindparam("known"))


def require_known_before(session: Session, after: str | None) -> None:
    """`after` is the id of the operation that was done before this one on the same goods, if any.

    Refused: 425 `too_early` for one that is not known here; 400 `malformed` for what is no UUID.
    """
    if after is None:
        return
    try:
        before = UUID(after)
    except ValueError as error:
        told = f"The header {AFTER} names an operation by its UUID; it was '{after[:60]}'."
        raise Refusal(400, "malformed", told) from error
    if direct(session, _KNOWN, {"known": before}).first() is None:
        raise Refusal(
            425, "too_early", f"The operation {before}, which comes first, is not known here."
        )
