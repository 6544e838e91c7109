"""`tallyman people`: who works here; `add` makes a person with badge and PIN in one go."""

import argparse
from pathlib import Path

from server.client import Api
from server.console import DONE, Stop, configured, json_option, parser, program, say, say_json
from server.desk.show import show_table

COLUMNS = ("code", "name", "roles", "active")


@program
def main(arguments: list[str]) -> int:
    """Badge and PIN are shown once; a badge that is lost is dealt anew with `badge`."""
    options = parser("people", "People, their badges and PINs.")
    commands = options.add_subparsers(required=True, metavar="VERB")
    listing = commands.add_parser("list", help="who works here")
    json_option(listing)
    listing.set_defaults(run=_list)
    adding = commands.add_parser("add", help="make a person, with a badge to print and a PIN")
    adding.add_argument("code", help="the person's code, upper case")
    adding.add_argument("name", help="the name on the badge")
    adding.add_argument("--role", action="append", required=True, help="worker, lead, ...")
    adding.add_argument("--language", default="en", help="en, de, es, pl or fr")
    _badge_option(adding)
    adding.set_defaults(run=_add)
    badge = commands.add_parser("badge", help="a new badge, ending the old one")
    badge.add_argument("code", help="the person's code")
    _badge_option(badge)
    badge.set_defaults(run=_badge)
    asked = options.parse_args(arguments)
    asked.run(Api(configured()), asked)
    return DONE


def _badge_option(options: argparse.ArgumentParser) -> None:
    options.add_argument("--badge", type=Path, help="the PDF to write; else badge-CODE.pdf")


def _list(api: Api, asked: argparse.Namespace) -> None:
    people = api.all("/people")
    if asked.json:
        say_json(people)
    else:
        show_table(people, COLUMNS)


def _add(api: Api, asked: argparse.Namespace) -> None:
    person = {
        "code": asked.code,
        "name": asked.name,
        "roles": asked.role,
        "language": asked.language,
    }
    api.post("/people", person)
    _write_badge(api, asked, asked.name, asked.role[0])
    pin = api.post("/pins", {"person": asked.code})["pin"]
    say(f"The PIN of {asked.code}, told this once: {pin}")


def _badge(api: Api, asked: argparse.Namespace) -> None:
    person = api.get(f"/people/{asked.code}")
    _write_badge(api, asked, person["name"], person["roles"][0])


def _write_badge(api: Api, asked: argparse.Namespace, name: str, role: str) -> None:
    """The badge's text is a secret: it goes into the file and nowhere else."""
    try:
        from labels.render import render  # noqa: PLC0415  (an extra; all else here needs none)
    except ModuleNotFoundError as error:
        raise Stop("Drawing a badge needs: pip install 'tallyman[labels]'") from error
    text = api.post("/badges", {"person": asked.code})["badge"]
    path = asked.badge or Path(f"badge-{asked.code}.pdf")
    path.touch(mode=0o600)
    path.write_bytes(render("badge", 1, {"code": text, "name": name, "role": role}, "pdf", 300))
    say(f"The badge of {asked.code} is in {path}; print it and delete it.")
