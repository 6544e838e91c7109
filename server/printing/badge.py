"""A temporary badge that comes out of a printer: nobody reads its code, and it is not kept."""

import sqlalchemy as sa

from server.act import Act
from server.db import core, direct
from server.errors import Refusal
from server.identity.badges import issue_badge
from server.identity.find import person_by_code
from server.identity.wire.people import BadgeIssue
from server.places.local import local
from server.printing.jobs import print_job
from server.printing.tables import JobId, PrintJob
from server.printing.wire import BadgePrinted, PrintBadge

DESIGN = "badge"

_J = core(PrintJob).c
_FORGET = (
    sa.update(core(PrintJob))
    .where(_J.id == sa.bindparam("job"), _J.kind == DESIGN)
    .values(facts=b"{}", content=sa.case((_J.content.is_not(None), b""), else_=None))
)


def print_badge(act: Act, command: PrintBadge) -> BadgePrinted:
    """A badge for some hours, queued at the caller's printer; the person's badge before it ends.

    Refused: as `issue_badge`; 404 for a printer that is not there.
    """
    person = person_by_code(act.session, command.person)
    issued = issue_badge(act, BadgeIssue(person=command.person, hours=command.hours))
    until = local(act.session, act.warehouse, issued.expires_at)
    job = print_job(
        act,
        DESIGN,
        {
            "code": issued.badge,
            "name": person.name,
            "role": f"TEMPORARY, UNTIL {until:%d.%m. %H:%M}",
        },
        cause=f"{command.person} {act.operation}"[:80],
        printer=command.printer,
    )
    return BadgePrinted(person=issued.person, expires_at=issued.expires_at, job=job)


def forget(act: Act, job: JobId) -> None:
    """What an ended job knew of a badge is wiped; of all else nothing."""
    direct(act.session, _FORGET, {"job": job})


def require_no_badge(job: PrintJob) -> None:
    """409 `shown_once`."""
    if job.kind == DESIGN:
        raise Refusal(
            409, "shown_once", "A badge is printed once. Make a new one; it ends the one before."
        )
