"""A shop's system fetches what has shipped, by position: each carton once, returns told too."""

import csv
import io
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from server.client import Answer, Api
from server.desk.files import write_shipped
from server.settings import Settings
from tests.server.shipping.desk import Desk, piece
from tests.site import Site


def fetched(site: Site, after: int = 0, limit: int = 1000) -> list[dict[str, str]]:
    site.seal()
    answer = site.send("GET", f"/shipped.csv?after={after}&limit={limit}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))


def test_each_carton_is_told_once_and_a_return_as_well(site: Site) -> None:
    desk = Desk(site)
    desk.furnish()
    desk.put("BOLT", "A-1", 20)
    orders = [desk.picked(reference, ("BOLT", 2)) for reference in ("A-1", "A-2", "A-3")]
    cartons = [
        desk.close(order, piece(1, 2), tracking=f"TRACK{n}")["carton"]
        for n, order in enumerate(orders)
    ]
    for carton in cartons[:2]:
        desk.drop(carton)
    assert fetched(site) == []
    desk.collect()
    rows = fetched(site)
    assert [(row["event"], row["order"], row["reference"], row["tracking"]) for row in rows] == [
        ("shipped", orders[0], "A-1", "TRACK0"),
        ("shipped", orders[1], "A-2", "TRACK1"),
    ]
    last = int(rows[-1]["position"])
    assert fetched(site, after=last) == []
    desk.drop(cartons[2])
    desk.collect()
    rows = fetched(site, after=last)
    assert [(row["reference"], row["carton"]) for row in rows] == [("A-3", cartons[2])]
    assert len(fetched(site, limit=1)) == 2  # one act told two cartons: it is never cut in two


@dataclass(frozen=True, slots=True)
class Near(Api):
    """The shell's client, with the site of this process at the other end of the wire."""

    floor: Site

    def sent(
        self, method: str, path: str, query: dict[str, object], body: bytes, operation: UUID
    ) -> Answer:
        # One act an answer: the file is the same however many it takes.
        got = self.floor.send(method, path, body, operation=operation, params={**query, "limit": 1})
        return Answer(got.content, replayed=False)


def test_the_shell_writes_what_has_left_since_a_position(site: Site, tmp_path: Path) -> None:
    desk = Desk(site)
    desk.furnish()
    desk.put("BOLT", "A-1", 20)
    for order in [desk.picked(reference, ("BOLT", 2)) for reference in ("A-1", "A-2")]:
        desk.drop(desk.close(order, piece(1, 2), tracking=f"T{order}")["carton"])
        desk.collect()
    first, second = fetched(site)
    asked = Namespace(file=tmp_path / "shipped.csv", after=0, json=False)
    write_shipped(Near(Settings(), site), "orders", asked)
    assert list(csv.DictReader(asked.file.open(newline=""))) == [first, second]
    asked.after = int(first["position"])
    write_shipped(Near(Settings(), site), "orders", asked)
    assert list(csv.DictReader(asked.file.open(newline=""))) == [second]
