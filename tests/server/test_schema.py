"""The schema: complete, with examples, for those who may read it."""

from tests.site import Site

URL = "/schema/openapi.json"


def test_the_schema_is_for_whoever_has_a_key(site: Site) -> None:
    without = site.client.get(URL)
    assert (without.status_code, without.json()["code"]) == (401, "not_signed_in")
    assert site.client.get(URL, headers=dict(site.admin)).status_code == 200
    other = site.client.get("/schema/elsewhere", headers=dict(site.admin))
    assert (other.status_code, other.json()["code"]) == (404, "no_such_url")


def test_every_route_says_what_it_does_and_fields_have_examples(site: Site) -> None:
    schema = site.client.get(URL, headers=dict(site.admin)).json()
    routes = [each for path in schema["paths"].values() for each in path.values()]
    assert [route["operationId"] for route in routes if not route.get("summary")] == []
    (pick,) = (
        s for name, s in schema["components"]["schemas"].items() if name.endswith("ConfirmPick")
    )
    assert pick["properties"]["quantity"]["examples"] == [12]
    assert pick["properties"]["quantity"]["description"]
