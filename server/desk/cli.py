"""The supervisor's programs: `tallyman orders list`, `tallyman approve 7`, ... over the API."""

import argparse
import json
from pathlib import Path
from urllib.parse import quote

from server.client import Api
from server.console import (
    DONE,
    REFUSED,
    configured,
    json_option,
    parser,
    program,
    say,
    say_json,
)
from server.desk.nouns import ALONE, FILES, NOUNS
from server.desk.show import show_table, show_thing
from server.desk.verb import Argument, Verb


@program
def main(arguments: list[str]) -> int:
    """The first argument is the program's name; 1 when the server refuses."""
    name, *rest = arguments
    if name in ALONE:
        options = parser(name, ALONE[name].about + ".")
        _add(options, ALONE[name])
        return _ask(ALONE[name], options.parse_args(rest))
    about, verbs = NOUNS[name]
    options = parser(name, f"{about}.")
    commands = options.add_subparsers(required=True, metavar="VERB")
    for verb in verbs:
        _add(commands.add_parser(verb.name, help=verb.about, description=verb.about + "."), verb)
    if name in FILES:
        _add_files(commands, name)
    asked = options.parse_args(rest)
    if asked.verb is None:
        return _file(name, asked)
    return _ask(asked.verb, asked)


def _add(options: argparse.ArgumentParser, verb: Verb) -> None:
    for argument in verb.arguments:
        options.add_argument(
            argument.name,
            help=argument.about,
            type=argument.kind,
            choices=argument.choices or None,
        )
    json_option(options)
    options.set_defaults(verb=verb)


def _add_files(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str) -> None:
    into = commands.add_parser("import", help="take in a CSV file, whole or not at all")
    into.add_argument("file", type=Path)
    into.add_argument(
        "--mode",
        choices=("all", "partial", "check"),
        default="all",
        help="partial takes the good rows, check takes none",
    )
    json_option(into)
    into.set_defaults(verb=None)
    if name != "orders":
        out = commands.add_parser("export", help="write a CSV file")
        out.add_argument("file", type=Path)
        json_option(out)
        out.set_defaults(verb=None, mode=None)


def _ask(verb: Verb, asked: argparse.Namespace) -> int:
    api = Api(configured())
    path, told = _told(verb, asked)
    if verb.method != "GET":
        body = json.dumps(verb.fixed | told).encode()
        answer = json.loads(api.send(verb.method, path, {}, body))
    elif verb.paged:
        answer = api.all(path, **told)
    else:
        answer = api.get(path, **told)
    if asked.json:
        say_json(answer)
    elif isinstance(answer, list):
        show_table(answer, verb.columns)
    else:
        show_thing(answer)
    return DONE


def _told(verb: Verb, asked: argparse.Namespace) -> tuple[str, dict[str, object]]:
    """The path with its places filled, and what else was said."""
    path, told = verb.path, dict[str, object]()
    for argument in verb.arguments:
        value = getattr(asked, _attribute(argument))
        place = "{" + argument.word + "}"
        if place in path:
            path = path.replace(place, quote(str(value), safe=""))
        elif value is not None:
            told[argument.field] = value
    return path, told


def _attribute(argument: Argument) -> str:
    return argument.word if argument.option else argument.name


def _file(name: str, asked: argparse.Namespace) -> int:
    api = Api(configured())
    if asked.mode is None:
        content = api.send("GET", FILES[name], {})
        asked.file.write_bytes(content)
        say(f"{asked.file}: {content.count(bytes([10]))} lines.")
        return DONE
    body = asked.file.read_bytes()
    report = json.loads(api.send("POST", FILES[name], {"mode": asked.mode}, body))
    if asked.json:
        say_json(report)
        return REFUSED if report["refused"] else DONE
    counts = ", ".join(f"{report[word]} {word}" for word in ("created", "updated", "unchanged"))
    say(f"{asked.file}: {counts}, {len(report['refused'])} refused.")
    for problem in report["refused"]:
        say(f"  {problem['where']}: {problem['detail']}")
    return REFUSED if report["refused"] else DONE
