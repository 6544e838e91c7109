"""Who may manage whom: nobody deals a badge or a PIN to somebody who may do as much as they."""

from collections.abc import Iterable

from server.act import Act
from server.errors import Refusal
from server.identity.find import person_by_code, roles_of
from server.identity.roles import rights_of
from server.identity.tables import Person
from server.identity.wire.people import Right, Role


def managed(act: Act, code: str) -> Person:
    """The person, if the caller may do more than they; 404, or 403 `above_your_rights`."""
    row = person_by_code(act.session, code)
    check_below(act, code, roles_of(act.session, row.id))
    return row


def check_below(act: Act, code: str, roles: Iterable[Role]) -> None:
    """403 `above_your_rights`: with another's badge and PIN one would be one's second person."""
    theirs = rights_of(roles)
    if Right.ADMIN not in act.who.rights and not theirs < act.who.rights:
        more = ", ".join(sorted(theirs - act.who.rights)) or "as much as you"
        raise Refusal(
            403,
            "above_your_rights",
            f"Person {code} may do {more}; you manage people who may do less than you.",
        )
