"""Step-up: a supervisor's badge and PIN under one act of somebody else, for 60 seconds."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.door import Visit, operation_id
from server.errors import Refusal
from server.identity.find import roles_of
from server.identity.pins import cost_of, judge
from server.identity.roles import rights_of
from server.identity.sessions import device_of
from server.identity.tables import Person, PersonId, StepUp
from server.identity.wire.approvals import ActSigned, SignAct
from server.identity.wire.people import Right

LIFE = timedelta(seconds=60)


def sign_act(visit: Visit, command: SignAct) -> ActSigned:
    """Nobody signs out for this; it opens nothing but the one act of the caller.

    Refused: 400 `operation_id_missing`, 403 `device_needed`, 409 `no_session`,
    403 `no_approver`, and as `pins.judge`.
    """
    operation = operation_id(command.operation)
    device = device_of(visit)
    if visit.who.session is None:
        raise Refusal(409, "no_session", "Somebody has to be signed in for their act to be signed.")
    signer = judge(visit.acts, command.badge, command.pin, device, cost_of(visit.settings))
    operation, asked_by = UUID(command.operation), visit.who.name
    return visit.acts.upkeep(
        lambda session, now: _signed(session, now, signer, operation, asked_by)
    )


def _signed(
    session: Session, now: datetime, signer: PersonId, operation: UUID, asked_by: str
) -> ActSigned:
    person = session.get_one(Person, signer)
    if Right.APPROVE not in rights_of(roles_of(session, signer)):
        raise Refusal(403, "no_approver", f"{person.name} may not approve what others do.")
    session.execute(sa.delete(StepUp).where(StepUp.operation == operation))
    row = StepUp(operation=operation, asked_by=asked_by, approver=signer, at=now, until=now + LIFE)
    session.add(row)
    return ActSigned(person=person.code, name=person.name, until=row.until)
