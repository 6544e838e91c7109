"""CSV files at a shell: a noun's file taken in, in parts when it is long, and written out."""

import argparse
import csv
import hashlib
import io
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

from server.client import Api
from server.console import DONE, REFUSED, Stop, json_option, refuse, say, say_json
from server.desk.nouns import FILES
from server.errors import Refusal
from server.table_file import MOST_ROWS, parts
from server.words import counted, none_taken

NAMESPACE = UUID("6f1d9a52-3c0e-5d7b-9b41-8f2e4c7a1d30")
COUNTS = ("created", "updated", "unchanged")
SHIPPED = "/shipped.csv"

Commands = Any  # what argparse calls `_SubParsersAction`, which it keeps to itself


def add_files(commands: Commands, name: str) -> None:
    """The verbs of a noun that goes in, or comes out, as a file."""
    into = commands.add_parser("import", help="take in a CSV file, whole or not at all")
    into.add_argument("file", type=Path)
    into.add_argument(
        "--mode",
        choices=("all", "partial", "check"),
        default="all",
        help="partial takes the good rows, check takes none",
    )
    into.add_argument(
        "--again", action="store_true", help="take it in anew, though it was taken in before"
    )
    into.set_defaults(file_verb=take_in)
    if name == "orders":
        out = commands.add_parser("shipped", help="write what has left, with tracking, as CSV")
        out.add_argument("--after", type=int, default=0, help="the position to start behind")
        out.set_defaults(file_verb=write_shipped)
    else:
        out = commands.add_parser("export", help="write a CSV file")
        out.set_defaults(file_verb=write_out)
    out.add_argument("file", type=Path)
    for verb in (into, out):
        json_option(verb)
        verb.set_defaults(verb=None)


def write_out(api: Api, name: str, asked: argparse.Namespace) -> int:
    content = api.send("GET", FILES[name].path, {})
    asked.file.write_bytes(content)
    lines = content.count(b"\n")
    _tell(asked, {"lines": lines}, f"{counted(lines, 'line')}.")
    return DONE


def write_shipped(api: Api, _name: str, asked: argparse.Namespace) -> int:
    """All that left or came back behind a position; the next run goes on behind the last one."""
    position, rows, columns = asked.after, list[list[str]](), list[str]()
    while True:
        text = api.send("GET", SHIPPED, {"after": position}).decode()
        columns, *found = csv.reader(io.StringIO(text, newline=""))
        if not found:
            break
        rows += found
        position = int(found[-1][columns.index("position")])
    with asked.file.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    told = {"rows": len(rows), "after": position}
    _tell(asked, told, f"{counted(len(rows), 'row')}; the next ones come with --after {position}.")
    return DONE


@dataclass(frozen=True, slots=True)
class Sending:
    """One file on its way in, in parts of as many rows as the server takes at once."""

    api: Api
    path: str
    file: Path
    cut: Sequence[tuple[int, bytes]]
    name: str
    again: bool

    def all(self, mode: str) -> dict[str, Any]:
        """The report over all parts; stops at a part that is refused and says what went before."""
        report: dict[str, Any] = {**dict.fromkeys(COUNTS, 0), "refused": []}
        for number, (line, part) in enumerate(self.cut, 1):
            try:
                answer = self.api.sent(
                    "POST", self.path, {"mode": mode}, part, self._id(mode, line)
                )
            except Stop as stop:
                if number == 1 or mode == "check":
                    raise
                raise Stop(
                    f"{stop}\nThe lines before {line} are in; the same command goes on there."
                ) from stop
            told = json.loads(answer.body)
            for word in (*COUNTS, "refused"):
                report[word] += told[word]
            self._progress(mode, number, replayed=answer.replayed)
        return report

    def _id(self, mode: str, line: int) -> UUID:
        """The same for the same part at every run, so that a run that was cut goes on behind."""
        if self.again or mode == "check":
            return uuid4()
        return uuid5(NAMESPACE, f"{self.name}/{mode}/{line}")

    def _progress(self, mode: str, number: int, *, replayed: bool) -> None:
        what = "taken in before; --again takes it anew" if replayed else f"{mode}: done"
        if replayed or len(self.cut) > 1:
            sys.stderr.write(f"{self.file}: part {number} of {len(self.cut)}, {what}.\n")


def take_in(api: Api, name: str, asked: argparse.Namespace) -> int:
    """With `--mode all` every part is checked before the first is taken in."""
    content = asked.file.read_bytes()
    cut = _cut(content, FILES[name].key)
    sending = Sending(
        api, FILES[name].path, asked.file, cut, _known(api, name, content), asked.again
    )
    if asked.mode == "all" and len(cut) > 1:
        wrong = sending.all("check")["refused"]
        if wrong:
            return refuse("\n".join([none_taken(len(wrong)), *_lines(wrong)]))
    report = sending.all(asked.mode)
    counts = ", ".join(f"{report[word]} {word}" for word in COUNTS)
    text = "\n".join([f"{counts}, {len(report['refused'])} refused.", *_lines(report["refused"])])
    _tell(asked, report, text)
    return REFUSED if report["refused"] else DONE


def _known(api: Api, name: str, content: bytes) -> str:
    """What makes a run the same as another: the noun, the site, who asks and the file's bytes."""
    who = hashlib.sha256(api.site.key.encode()).hexdigest()
    file = hashlib.sha256(content).hexdigest()
    return f"{name}/{api.site.server_url()}/{api.site.warehouse}/{who}/{file}"


def _cut(content: bytes, key: str) -> list[tuple[int, bytes]]:
    if len(content.splitlines()) <= MOST_ROWS + 1:
        return [(1, content)]
    try:
        return list(parts(content, key, MOST_ROWS))
    except Refusal as refusal:
        lines = _lines([{"where": bad.where, "detail": bad.detail} for bad in refusal.errors])
        raise Stop("\n".join([refusal.sentence, *lines])) from refusal


def _lines(problems: Iterable[dict[str, str]]) -> list[str]:
    return [f"  {problem['where']}: {problem['detail']}" for problem in problems]


def _tell(asked: argparse.Namespace, told: dict[str, Any], text: str) -> None:
    if asked.json:
        say_json(told)
    else:
        say(f"{asked.file}: {text}")
