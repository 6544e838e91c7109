"""Hand-over to the carrier: scan the lane, say what was left behind, close twice."""

from labels.codes import Verb
from server.shipping.wire import CarrierCollected, Collected
from terminal.flows.ask import Ask, Do, Flow, Show, need
from terminal.flows.words import counted, say
from terminal.scan.reading import Kind


def hand_over(_: None) -> Flow[str]:
    """Posts a lane out; what the carrier left is scanned first."""
    lane = yield from need(
        Ask(Kind.LOC, prompt="SCAN LANE", step="collected", show=Show(title="HAND OVER"))
    )
    left: tuple[str, ...] = ()
    while True:
        show = Show(
            title="HAND OVER",
            target=lane.value,
            digits=str(len(left)),
            lines=("Carrier took all but these", *left[-2:]),
        )
        carton = yield from need(
            Ask(
                Kind.LPN,
                also=(Kind.SSCC, Kind.SHIP),
                prompt="SCAN WHAT STAYS, F8 DONE",
                step="stays",
                unseen=True,
                already=left,
                commands=(Verb.CLOSE,),
                show=show,
            )
        )
        if carton.is_(Verb.CLOSE):
            break
        left = (*left, carton.value)
    collected = yield from Do(
        CarrierCollected(lane=lane.value, left_behind=list(left)),
        says=say("lane {lane} collected", lane=lane.value),
        back="stays",
        reply=Collected,
        final="a carton that is still here is booked back",
    )
    if not collected:
        return "done"
    gone = len(collected.cartons)
    return counted(gone, "{count} carton has left", "{count} cartons have left")
