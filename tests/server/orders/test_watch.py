"""The watched folder: a file dropped there is taken in once, or lies beside its reasons."""

from pathlib import Path

import pytest

from server.feed.lease import Held
from server.orders.watch import OrderFolder
from tests.server.outbound.hands import Shop
from tests.site import Site

HEAD = "channel,reference,sku,quantity,name,street,city,country,ship_by\n"
ROW = "SHOPIFY,{n},{sku},2,Ada Byron,Quay 1,Hull,GB,2026-12-01T12:00:00Z\n"
HELD = Held("order-folder", 1)


@pytest.fixture
def folder(site: Site, tmp_path: Path) -> OrderFolder:
    Shop(site).furnish()
    return OrderFolder(tmp_path / "orders")


def numbers(site: Site) -> list[str]:
    return sorted(order["reference"] for order in site.get("/orders")["items"])


def test_a_file_is_taken_in_and_a_second_copy_changes_nothing(
    site: Site, folder: OrderFolder
) -> None:
    content = HEAD + "".join(ROW.format(n=n, sku="BOLT") for n in (1, 2))
    (folder.folder / "monday.csv").write_text(content)
    assert folder.look(site.acts, HELD) is True
    assert folder.look(site.acts, HELD) is False
    assert numbers(site) == ["1", "2"]
    assert (folder.folder / "done" / "monday.csv").read_text() == content
    (folder.folder / "again.csv").write_text(content)
    folder.look(site.acts, HELD)
    assert numbers(site) == ["1", "2"]


def test_a_bad_file_lies_beside_its_reasons(site: Site, folder: OrderFolder) -> None:
    (folder.folder / "bad.csv").write_text(HEAD + ROW.format(n=1, sku="NO-SUCH"))
    folder.look(site.acts, HELD)
    assert numbers(site) == []
    assert "NO-SUCH" in (folder.folder / "refused" / "bad.csv.txt").read_text()
    assert (folder.folder / "refused" / "bad.csv").is_file()
    assert list(folder.folder.glob("*.csv")) == []


def test_a_bad_row_far_down_is_named_by_its_line_and_nothing_above_it_is_taken(
    site: Site, folder: OrderFolder
) -> None:
    good = "".join(ROW.format(n=n, sku="BOLT") for n in range(150))
    (folder.folder / "long.csv").write_text(HEAD + good + ROW.format(n=150, sku="NO-SUCH"))
    folder.look(site.acts, HELD)
    assert numbers(site) == []
    why = (folder.folder / "refused" / "long.csv.txt").read_text()
    assert "line 152: There is no item NO-SUCH." in why


def test_a_file_without_references_does_not_stand_in_the_way(
    site: Site, folder: OrderFolder
) -> None:
    (folder.folder / "a.csv").write_text("order,sku\n1,BOLT\n")
    folder.look(site.acts, HELD)
    assert (folder.folder / "refused" / "a.csv").is_file()
    assert "'reference' is missing" in (folder.folder / "refused" / "a.csv.txt").read_text()
