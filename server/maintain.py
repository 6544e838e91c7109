"""Programs that look after the database: `tallyman migrate`, `fsck` and `seal`."""

from pathlib import Path

import msgspec
from sqlalchemy.engine import Engine

from server.act import Acts
from server.console import (
    DONE,
    REFUSED,
    Stop,
    configured,
    json_option,
    parser,
    program,
    say,
    say_json,
)
from server.db import open_engine
from server.feed.lease import take
from server.feed.sealing import seal
from server.fsck import Finding, fsck
from server.migrate import is_newest, upgrade
from server.runners import this_process
from server.words import counted

CONNECTIONS = 2


def site_engine() -> Engine:
    """The database that the settings name."""
    return open_engine(configured().database_url(), CONNECTIONS)


def as_it_stands() -> Engine:
    """The same, for who only looks or works in it: neither made nor changed first."""
    engine = site_engine()
    where, file = engine.url.render_as_string(), engine.url.database or ""
    if engine.dialect.name == "sqlite" and not Path(file).is_file():
        raise Stop(f"There is no database at {file}: this is run in the folder of the site.")
    if not is_newest(engine):
        raise Stop(
            f"{where} has another schema than this program: `tallyman migrate` brings an older"
            " one on."
        )
    return engine


@program
def migrate(arguments: list[str]) -> int:
    """Runs what has not run yet; a second run changes nothing."""
    parser(
        "migrate", "Brings the database to the newest schema, keeping what is in it."
    ).parse_args(arguments)
    engine = site_engine()
    upgrade(engine)
    say(f"The database {engine.url.render_as_string()} has the newest schema.")
    return DONE


@program
def check(arguments: list[str]) -> int:
    """Exit code 1 when something does not hold, with the first offending rows of each."""
    options = parser("fsck", "Checks every invariant on one snapshot; serving may go on.")
    json_option(options)
    asked = options.parse_args(arguments)
    findings = fsck(as_it_stands())
    if asked.json:
        say_json([msgspec.to_builtins(finding) for finding in findings])
    else:
        _tell(findings)
    return REFUSED if findings else DONE


def _tell(findings: list[Finding]) -> None:
    for finding in findings:
        say(f"{finding.invariant} does not hold in {counted(finding.total, 'row')}:")
        for row in finding.rows:
            say(f"  {row}")
    if not findings:
        say("fsck clean: every invariant holds.")


@program
def seal_all(arguments: list[str]) -> int:
    """Seals until nothing waits. Refused while a server does it."""
    parser("seal", "Seals what waits, where no server is running.").parse_args(arguments)
    acts = Acts(as_it_stands())
    held = take(acts, "sealer", this_process("seal"))
    if held is None:
        raise Stop("A server that is running holds the sealer's lease; it seals by itself.")
    sealed = 0
    while count := seal(acts, held):
        sealed += count
    say(f"Sealed {sealed} {'entry' if sealed == 1 else 'entries'}.")
    return DONE
