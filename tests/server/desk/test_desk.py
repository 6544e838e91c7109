"""The supervisor's commands: each asks what the API takes, and says what it answered."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.app import api_app
from server.desk.nouns import ALONE, FILES, NOUNS
from server.desk.verb import Verb
from server.wire import PREFIX
from tests.program import environment, free_port, key_in, serving, tallyman

VERBS = {f"{noun} {verb.name}": verb for noun, (_, verbs) in NOUNS.items() for verb in verbs} | {
    f"{name}": verb for name, verb in ALONE.items()
}


@pytest.fixture(scope="module")
def schema() -> Any:
    """What the server says about itself."""
    return api_app().openapi_schema.to_schema()


def nameless(path: str) -> str:
    return re.sub(r"\{.*?\}", "{}", path)


def operation(schema: Any, method: str, path: str) -> Any:
    for told, methods in schema["paths"].items():
        if nameless(told) == nameless(PREFIX + path):
            return methods[method.lower()]
    raise AssertionError(f"The API has no {path}.")


def body_of(schema: Any, told: Any) -> tuple[set[str], set[str]]:
    """The names of all fields of the body and of those that must be there."""
    found = told["requestBody"]["content"]["application/json"]["schema"]
    if "$ref" in found:
        found = schema["components"]["schemas"][found["$ref"].rpartition("/")[2]]
    return set(found.get("properties", {})), set(found.get("required", []))


@pytest.mark.parametrize("name", VERBS)
def test_the_api_takes_what_the_command_sends(schema: Any, name: str) -> None:
    verb: Verb = VERBS[name]
    told = operation(schema, verb.method, verb.path)
    given = {a.field for a in verb.arguments if "{" + a.word + "}" not in verb.path}
    if verb.method == "GET":
        assert given <= {parameter["name"] for parameter in told.get("parameters", [])}
        return
    fields, required = body_of(schema, told)
    assert given | set(verb.fixed) <= fields
    sure = {a.field for a in verb.arguments if not a.option} | set(verb.fixed)
    assert required <= sure


@pytest.mark.parametrize("noun", FILES)
def test_files_go_where_the_api_takes_them(schema: Any, noun: str) -> None:
    assert "mode" in {p["name"] for p in operation(schema, "POST", FILES[noun].path)["parameters"]}
    if noun != "orders":
        operation(schema, "GET", FILES[noun].path)


def test_a_morning_without_curl(tmp_path: Path) -> None:
    port = free_port()
    env = environment(tmp_path, TALLYMAN_PORT=str(port))
    with serving(tmp_path, port) as (_, said):
        env["TALLYMAN_KEY"] = key_in(said)
        opened = tallyman("warehouses", "add", "MAIN", "Main", "--zone", "Europe/Berlin", env=env)
        assert opened[0] == 0

        for noun, name in (("zones", "A"), ("suppliers", "ACME")):
            assert tallyman(noun, "add", name, "One", env=env)[0] == 0
            assert [
                one["code"] for one in json.loads(tallyman(noun, "list", "--json", env=env)[1])
            ] == [name]
        shelves = tmp_path / "locations.csv"
        shelves.write_text("code,type,zone\nA-1,pick_face,A\n")
        assert tallyman("locations", "import", str(shelves), env=env)[0] == 0
        assert tallyman("site", "live", env=env)[0] == 0
        assert "mode: live" in tallyman("site", "show", env=env)[1]

        code, told, complaint = tallyman("enrol", "HH-1", env=env)
        assert (code, complaint) == (0, "")
        device, once = told.split()[-2:]
        enrolled = httpx.post(
            f"http://127.0.0.1:{port}/api/v1/devices/enrol", json={"device": device, "code": once}
        )
        assert (enrolled.status_code, enrolled.json()["warehouse"]) == (200, "MAIN")

        badge = tmp_path / "anna.pdf"
        added = ("people", "add", "ANNA", "Anna Noor", "--role", "worker", "--badge", str(badge))
        code, told, complaint = tallyman(*added, env=env)
        assert (code, complaint) == (0, "")
        assert re.search(r"The PIN of ANNA, told this once: \d{6}", told)
        assert badge.read_bytes().startswith(b"%PDF")
        people = json.loads(tallyman("people", "list", "--json", env=env)[1])
        assert [(p["code"], p["roles"]) for p in people] == [("ANNA", ["worker"])]

        out = tmp_path / "labels"
        made = ("printers", "add", "PR1", f"folder:{out}", "pdf", "Bench")
        assert tallyman(*made, env=env)[0] == 0
        assert tallyman("printers", "route", "carton", "PR1", env=env)[0] == 0
        code, told, _ = tallyman("printers", "list", env=env)
        assert told.splitlines()[1].split()[:2] == ["PR1", "Bench"]
        assert tallyman(*made, env=env)[:1] == (1,)

        assert tallyman("tasks", "list", env=env)[:2] == (0, "Nothing.\n")
        code, _, complaint = tallyman("reassign", "99", "ANNA", env=env)
        assert (code, complaint) == (1, "There is no task 99. (not_found)\n")
        assert tallyman("reassign", "many", "ANNA", env=env)[0] == 2

        bad = tmp_path / "items.csv"
        bad.write_text("sku,name\nA b,\n")
        code, _, complaint = tallyman("items", "import", str(bad), env=env)
        assert code == 1
        assert complaint

        code, told, _ = tallyman("feed", env=env)
        assert (code, "person.create" in told) == (0, True)
    code, _, complaint = tallyman("tasks", "list", env=env | {"TALLYMAN_URL": "file:///etc/passwd"})
    assert (code, complaint) == (1, "'file:///etc/passwd' is not the address of a server.\n")
