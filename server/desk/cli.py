"""The supervisor's programs: `tallyman orders list`, `tallyman approve 7`, ... over the API."""

import argparse
import json
from urllib.parse import quote

from server.client import Api
from server.console import (
    DONE,
    configured,
    json_option,
    parser,
    program,
    say_json,
)
from server.desk.files import add_files
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
        add_files(commands, name)
    asked = options.parse_args(rest)
    if asked.verb is None:
        return int(asked.file_verb(Api(configured()), name, asked))
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
