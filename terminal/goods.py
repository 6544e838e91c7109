"""Where goods stand that somebody has taken for a task and not brought on yet."""

from server.outbound.wire.lists import PickListView
from server.work.wire import TaskKind, TaskView
from terminal.client import Client, Declined, Offline
from terminal.flows.words import say


def stay_in(client: Client, warehouse: str, task: TaskView) -> str:
    """`TO000901O on HANDS`; empty where nothing was taken, or the server can't be asked."""
    if task.kind is not TaskKind.PICK:
        return ""
    try:
        picks = client.get(f"/warehouses/{warehouse}/pick-lists/{task.document}", PickListView)
    except (Declined, Offline):
        return ""
    taken = {line.slot for line in picks.lines if line.picked}
    slots = [one for one in picks.slots if one.slot in taken and not one.dropped]
    totes = [one.tote for one in slots if one.tote]
    if not totes or picks.rides_on is None:
        return ""
    return say("{totes} on {cart}", totes=", ".join(totes), cart=picks.rides_on)
