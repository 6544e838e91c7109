"""The follower that reallocates: killed anywhere and run again, it does each item once."""

import os
import signal
import subprocess
import sys

import pytest

from tests.server.outbound.hands import Shop

FOLLOW = """
import sys
from server.act import Acts
from server.db import open_engine
from server.feed.lease import take
from server.outbound.followers import FOLLOWERS
from server.runners import following

engine = open_engine(sys.argv[1], 2)
acts = Acts(engine)
held = take(acts, "follow:test", "test")
for follower in FOLLOWERS:
    following(follower).work(acts, held)
"""


@pytest.mark.parametrize(
    "point",
    [
        "act.after_claim=kill@1",
        "act.after_effect=kill@1",
        "act.before_commit=kill@1",
        "act.after_commit=kill@1",
        "upkeep.before_commit=kill@2",
    ],
)
def test_a_killed_follower_goes_on_where_it_was(shop: Shop, point: str) -> None:
    shop.put("BOLT", "A-1", 10)
    orders = [shop.order(str(n), ("BOLT", 2))["number"] for n in range(4)]
    mine = shop.waved(orders=orders[:1])
    theirs = [shop.waved(orders=[number])["pick_list"] for number in orders[1:]]
    shop.put("BOLT", "B-5", 20)
    told = shop.do_pick("/short", {"pick_list": mine["pick_list"], "line": 1, "found": 0})
    assert told["broken"] == 6
    shop.site.seal()
    url = shop.site.engine.url.render_as_string(hide_password=False)
    killed = subprocess.run(
        [sys.executable, "-c", FOLLOW, url],
        env={**os.environ, "TALLYMAN_FAILPOINTS": point},
        check=False,
        capture_output=True,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    shop.follow()
    assert shop.standing("BOLT", "B-5") == (20, 8)
    for number in theirs:
        (line,) = [one for one in shop.read_list(number)["lines"] if one["state"] == "open"]
        assert (line["location"], line["quantity"]) == ("B-5", 2)


def test_a_picker_goes_where_promised_goods_were_moved(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    shop.order("1", ("BOLT", 4))
    number = shop.waved()["pick_list"]
    body = {"sku": "BOLT", "quantity": 10, "source": "A-1", "target": "B-5", "along": True}
    shop.site.post("/warehouses/{warehouse}/stock/move", body)
    shop.follow()
    open_ = [one for one in shop.read_list(number)["lines"] if one["state"] == "open"]
    assert [(one["location"], one["quantity"]) for one in open_] == [("B-5", 4)]
    shop.pick_all(shop.read_list(number))
    assert shop.standing("BOLT", "B-5") == (6, 0)


def test_a_picker_goes_where_an_lpn_was_carried(shop: Shop) -> None:
    taken = {"count": 1, "of": "pallet"}
    path = "/warehouses/{warehouse}/containers"
    [lpn] = shop.site.post(f"{path}/take", taken)["containers"]
    shop.put("BOLT", "A-1", 6)
    for place in ("R-8", "R-9"):
        shop.place_at(place, "reserve")
    body = {"sku": "BOLT", "quantity": 6, "source": "A-1", "target": "R-8"}
    shop.site.post("/warehouses/{warehouse}/stock/move", body | {"target_container": lpn})
    shop.order("1", ("BOLT", 4))
    number = shop.waved()["pick_list"]
    shop.site.post(f"{path}/move", {"container": lpn, "target": "R-9"})
    shop.follow()
    (line,) = shop.read_list(number)["lines"]
    assert (line["location"], line["container"], line["state"]) == ("R-9", lpn, "open")
