"""`tallyman labels`: list the designs, print one to a file or printer, look at one."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from labels.catalogue.facts import Facts
from labels.design import LabelError
from labels.printers import BadAddress, Outcome, printer
from labels.render import CATALOGUE, RESOLUTIONS, WRITERS, designs, render


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 done, 1 refused, 2 wrong usage."""
    arguments = _parser().parse_args(argv)
    try:
        done: int = arguments.run(arguments)
        return done
    except (LabelError, BadAddress, OSError) as error:
        print(f"tallyman labels: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tallyman labels", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="the designs and the facts that they take")
    listing.add_argument("--json", action="store_true", help="as JSON")
    listing.set_defaults(run=_list)
    printing = commands.add_parser("print", help="one label to a file or a printer")
    _facts(printing)
    printing.add_argument("--as", dest="language", choices=WRITERS, default="zpl")
    printing.add_argument("--copy", type=int, default=1, help="2 and more stand on the label")
    target = printing.add_mutually_exclusive_group()
    target.add_argument("-o", "--output", type=Path, help="a file; else standard output")
    target.add_argument("--to", help="tcp://host:9100, /dev/usb/lp0, cups:queue, folder:path")
    printing.set_defaults(run=_print)
    preview = commands.add_parser("preview", help="a PNG of a design, by itself of its example")
    _facts(preview)
    preview.add_argument("-o", "--output", type=Path, help="a file; else DESIGN.png")
    preview.set_defaults(run=_preview, language="png", copy=1)
    return parser


def _facts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("design", choices=sorted({name for name, _ in CATALOGUE}))
    parser.add_argument("--version", type=int, help="of the design; else the newest")
    parser.add_argument("--fact", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--json", type=Path, metavar="FILE", help="facts as JSON, - for stdin")
    parser.add_argument("--dpi", type=int, choices=RESOLUTIONS, default=203)


def _list(arguments: argparse.Namespace) -> int:
    if arguments.json:
        print(msgspec.json.format(msgspec.json.encode(designs())).decode())
        return 0
    for design in designs():
        size = f"{design.width:g} x {design.height:g} mm"
        print(f"{design.name:18} v{design.version}  {size:14}  {design.title}")
        for fact in design.facts:
            print(f"    {fact.name:14} {fact.type}{'' if fact.required else ', optional'}")
    return 0


def _print(arguments: argparse.Namespace) -> int:
    content = _rendered(arguments, {})
    if arguments.to:
        name = f"{arguments.design}.{arguments.language}"
        delivery = printer(arguments.to).send(content, name)
        print(f"{delivery.outcome} {delivery.sentence}".strip())
        return 0 if delivery.outcome is Outcome.SENT else 1
    if arguments.output:
        arguments.output.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
    return 0


def _preview(arguments: argparse.Namespace) -> int:
    newest = max(key for key in CATALOGUE if key[0] == arguments.design)
    output = arguments.output or Path(f"{arguments.design}.png")
    output.write_bytes(_rendered(arguments, CATALOGUE[newest].example))
    print(output)
    return 0


def _rendered(arguments: argparse.Namespace, example: dict[str, object]) -> bytes:
    newest = max(version for name, version in CATALOGUE if name == arguments.design)
    version = arguments.version or newest
    design = CATALOGUE.get((arguments.design, version))
    facts = _read(arguments) or example
    if design:
        facts = _typed(facts, design.facts)
    return render(
        arguments.design,
        version,
        facts,
        arguments.language,
        arguments.dpi,
        copy=arguments.copy,
    )


def _typed(facts: dict[str, object], kind: type[Facts]) -> dict[str, object]:
    """A shell has only texts: `number=17` becomes the number that the design takes."""
    try:
        typed: dict[str, object] = msgspec.to_builtins(msgspec.convert(facts, kind, strict=False))
    except msgspec.ValidationError as error:
        raise LabelError(f"These facts do not fit the design: {error}") from error
    return {name: value for name, value in typed.items() if value is not None}


def _read(arguments: argparse.Namespace) -> dict[str, object]:
    facts: dict[str, object] = {}
    if arguments.json:
        given = sys.stdin.read() if str(arguments.json) == "-" else arguments.json.read_text()
        try:
            facts = msgspec.json.decode(given, type=dict[str, object])
        except msgspec.DecodeError as error:
            raise LabelError(f"{arguments.json} is not a JSON object: {error}") from error
    for pair in arguments.fact:
        name, found, value = pair.partition("=")
        if not found:
            raise LabelError(f"--fact {pair!r} is not NAME=VALUE.")
        facts[name] = _value(value)
    return facts


def _value(text: str) -> object:
    """JSON where it is a list or an object, else the text."""
    try:
        value: object = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, list | dict) else text
