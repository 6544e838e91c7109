"""The door for CSV files: the whole file is checked, then all of it is taken, or the good rows."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Generic, TypeVar

import msgspec
from litestar import Response

from server.act import Act
from server.errors import Refusal
from server.table_file import Row, TableFile, problems, read_table, stands_already
from server.wire import CsvImport, CsvImported, CsvMode, CsvReport, FieldProblem
from server.words import none_taken

S = TypeVar("S", bound=msgspec.Struct)
Faults = dict[int, str]


class Done(Enum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Sheet(Generic[S]):
    """How files of one noun are read: their rows, the column that is the key, and what puts one.

    `put` makes or updates the noun of some rows with one key, touching only the columns that the
    file has, and raises a Refusal when they are wrong. With `many`, rows that follow each other
    with one key are one document; else a key stands in a file once.
    """

    what: str
    kind: type[S]
    key: str
    put: Callable[[Act, Sequence[S], tuple[str, ...]], Done]
    many: bool = False


def import_csv(act: Act, command: CsvImport, content: bytes, sheet: Sheet[S]) -> CsvReport:
    """Same key = update, so a rerun is harmless.

    Refused: 422 `bad_rows` with each bad line and why (nothing is stored, unless `partial`),
    422 `bad_table`, 422 `too_many_rows`.
    """
    table = read_table(content, sheet.kind, sheet.key)
    faults = {line: fault for line, (_, fault) in table.bad.items()}
    done: Counter[Done] = Counter()
    trial = act.session.begin_nested() if command.mode is CsvMode.CHECK else None
    for rows in _documents(table, sheet, faults):
        _put(act, table, sheet, rows, (done, faults))
    if faults and command.mode is CsvMode.ALL:
        raise bad_rows(problems(faults.items()))
    if trial is not None:
        trial.rollback()
        act.events.clear()
        return _report(done, faults)
    report = _report(done, faults)
    counts = {kind.value: done[kind] for kind in Done}
    act.record(CsvImported(what=sheet.what, refused=len(faults), **counts), sheet.what)
    return report


def _documents(table: TableFile[S], sheet: Sheet[S], faults: Faults) -> list[list[Row[S]]]:
    """The rows by key; notes the faults of keys that come again, or that have a bad row."""
    spoilt = {key for key, _ in table.bad.values() if key}
    first: dict[str, int] = {}
    documents: list[list[Row[S]]] = []
    for key, group in groupby(table.rows, key=lambda row: row.key):
        for rows in [list(group)] if sheet.many else [[row] for row in group]:
            if key in first:
                fault = stands_already(sheet.key, key, first[key])
                faults.update({row.line: fault for row in rows})
            elif key in spoilt:
                fault = f"Another row of {sheet.key} {key} is wrong."
                faults.update({row.line: fault for row in rows})
            else:
                documents.append(rows)
            first.setdefault(key, rows[0].line)
    return documents


def _put(
    act: Act,
    table: TableFile[S],
    sheet: Sheet[S],
    rows: list[Row[S]],
    outcome: tuple[Counter[Done], Faults],
) -> None:
    """Puts one document in a savepoint of its own: a refused one leaves nothing behind."""
    done, faults = outcome
    told = len(act.events)
    try:
        with act.session.begin_nested():
            done[sheet.put(act, [row.said for row in rows], table.columns)] += 1
    except Refusal as refusal:
        del act.events[told:]
        faults.update({row.line: refusal.sentence for row in rows})


def _report(done: Counter[Done], faults: Faults) -> CsvReport:
    return CsvReport(refused=problems(faults.items()), **{kind.value: done[kind] for kind in Done})


def bad_rows(found: Sequence[FieldProblem]) -> Refusal:
    """422 for a file of which nothing was taken; `found` has a line for each bad row."""
    return Refusal(
        422,
        "bad_rows",
        f"{none_taken(len(found))} The first: {found[0].where}: {found[0].detail}",
        errors=tuple(found),
    )


def csv_file(text: str, name: str) -> Response[bytes]:
    """The answer of an export: a file to be saved under a name of ours."""
    return Response(
        content=text.encode(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
