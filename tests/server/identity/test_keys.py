"""API keys: shown once, kept as a hash, and nothing more than what they were given."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from server.identity.first import first_admin_key
from tests.site import Site, bearer

KEY = {"code": "SHOP_1", "name": "A shop", "rights": ["inquire"], "warehouses": ["MAIN"]}


def me(site: Site, key: str) -> Any:
    site = site.signed(bearer(key))
    return site.get("/me")


def test_a_key_has_its_rights_and_warehouses_and_no_more(site: Site) -> None:
    site.post("/warehouses", {"code": "NORTH", "name": "North"})
    told = me(site, site.post("/keys", KEY)["key"])
    assert told["principal"] == "key:SHOP_1"
    assert told["name"] == "A shop"
    assert told["rights"] == ["inquire"]
    assert told["warehouses"] == ["MAIN"]
    limited = site.as_key("inquire", "places.write")
    assert limited.get("/keys", status=403)["code"] == "forbidden"
    edit = {"name": "X", "time_zone": "UTC", "version": 1}
    assert limited.put("/warehouses/NORTH", edit, status=404)["code"] == "not_found"
    assert limited.put("/warehouses/MAIN", edit)["version"] == 2


def test_a_key_is_shown_once_and_its_replay_says_so(site: Site) -> None:
    operation = uuid4()
    key = site.post("/keys", KEY, operation=operation)["key"]
    again = site.post("/keys", KEY, operation=operation, status=409)
    assert again["code"] == "shown_once"
    secret = key.rpartition("_")[2]
    assert len(secret) == 32
    stored = site.everything_stored()
    assert b"SHOP_1" in stored
    assert secret.encode() not in stored


def test_a_revoked_or_expired_key_opens_nothing(site: Site) -> None:
    until = (site.clock.now + timedelta(hours=1)).isoformat()
    key = site.signed(bearer(site.post("/keys", {**KEY, "expires_at": until})["key"]))
    assert key.get("/me")["principal"] == "key:SHOP_1"
    site.clock.now += timedelta(hours=1)
    assert key.get("/me", status=401)["code"] == "credentials_refused"
    other = site.as_key("inquire")
    code = other.get("/me")["principal"].partition(":")[2]
    site.post("/keys/revoke", {"key": code})
    assert other.get("/me", status=401)["code"] == "credentials_refused"


def test_the_last_use_is_noted_for_a_key_that_only_reads(site: Site) -> None:
    site.as_key("inquire").get("/me")
    site.clock.now += timedelta(minutes=5)
    views = {view["name"]: view for view in site.get("/keys")["items"]}
    assert views["A key of a test"]["used_at"] == "2026-11-24T08:00:00Z"


def test_what_is_no_key_of_ours_is_refused(site: Site) -> None:
    key = site.post("/keys", KEY)["key"]
    shown = ["", "x", "tallyman_", "tallyman_SHOP_1_", key[:-1], key + "A", key.lower()]
    for text in [
        *shown,
        f"tallyman_SHOP-1_{key.rpartition('_')[2]}",
    ]:
        assert site.signed(bearer(text)).send("GET", "/me").status_code == 401, text
    assert site.signed({}).get("/me", status=401)["code"] == "not_signed_in"


def test_the_first_key_is_made_once_and_another_only_when_asked_for(site: Site) -> None:
    assert first_admin_key(site.acts) is None
    another = first_admin_key(site.acts, another=True)
    assert another is not None
    assert me(site, another)["principal"] == "key:ADMIN-2"
    assert "admin" in me(site, another)["rights"]
