"""Beyond the rules of a place: refused when it is told now, kept as an exception when it stands."""

from collections.abc import Sequence

from server.act import Act
from server.errors import Refusal
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.places.tables import Location
from server.stock.blind import hidden_from
from server.stock.fits import Breach
from server.stock.wire import Excess


def accept(
    act: Act, place: Location, breaches: Sequence[Breach], reason: str, *, late: bool = False
) -> None:
    """Lets goods stand against a rule for a reason, or because they stand there already (late).

    Each accepted breach is recorded as `stock.excess` and waits for a person. Refused: 409 with
    the breach's own code; rules of safety are refused whatever the reason.
    """
    blind = bool(breaches) and place.id in hidden_from(act.session, act.who.name)
    for breach in breaches:
        if not late and (breach.safety or not reason):
            hint = "" if breach.safety else " Give a reason to put it there all the same."
            words = f"That does not fit into {place.code}." if blind else breach.sentence
            raise Refusal(409, breach.code, words + hint)
    for breach in breaches:
        told = Excess(
            location=place.code,
            rule=breach.code,
            sentence=breach.sentence,
            reason=reason or "told late",
        )
        act.record(told, place.code)
        words = f"{breach.sentence} ({told.reason})"
        report(act, ExceptionKind.EXCESS, place.code, words, location=place.id)
