"""What a terminal hears and tells beside its work: what a lead tells all, and its own scans."""

import time
from collections import deque
from typing import TYPE_CHECKING, Any

from server.scans.wire import Heard, HeardList, ScansHeard
from server.work.wire import Broadcast, Broadcasts
from terminal.client import Client, Declined, Offline
from terminal.clock import utc_now
from terminal.flows.offers import Band, Scan, Told, View
from terminal.flows.words import say
from terminal.outbox import Outbox
from terminal.store import Unsaved

if TYPE_CHECKING:
    from terminal.desk import Desk

MOST_TOLD = 50
MOST_KEPT = 200
LAST = "broadcast"


class News:
    """One device's; `exchange` is called now and then beside the screen."""

    def __init__(self, outbox: Outbox, client: Client, desk: "Desk") -> None:
        self.outbox, self.client, self.desk = outbox, client, desk
        self._scans: deque[Heard] = deque(maxlen=MOST_KEPT)

    def scanned(self, event: Scan, text: str, before: View, after: Band) -> None:
        """A scan, and what came of it at once; the oldest go where nobody hears of them."""
        self._scans.append(
            Heard(
                scan=event.raw.id,
                at=utc_now(),
                raw=text.encode(errors="replace")[:512].hex(),
                source=event.raw.source.value,
                prompt=_plain(before.ask),
                reading=_plain(" ".join(after.lines)),
                result=after.code,
            )
        )

    def exchange(self) -> None:
        """Raises nothing: what fails is tried again at the next beat."""
        try:
            self._tell()
            self._listen()
        except (Offline, Declined, Unsaved):
            return

    def _tell(self) -> None:
        scans = tuple(self._scans)[:MOST_TOLD]
        if not scans:
            return
        path = ScansHeard.path.replace("{warehouse:str}", self.desk.warehouse)
        self.client.put(path, ScansHeard(scans=scans), HeardList)
        told = {scan.scan for scan in scans}
        for scan in [one for one in self._scans if one.scan in told]:
            self._scans.remove(scan)

    def _listen(self) -> None:
        path = Broadcast.path.replace("{warehouse:str}", self.desk.warehouse)
        known = self.outbox.fact(LAST) or "0"
        news = self.client.get(path, Broadcasts, after=known)
        if str(news.last) != known:
            self.outbox.remember(LAST, str(news.last))
        for one in news.told:
            who = one.by.removeprefix("person:")
            self.desk.tell(Told((say("{who}:", who=who), one.text), at=time.monotonic()))


def _plain(words: Any) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in str(words))[:200]
