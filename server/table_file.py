"""Tables as CSV files (RFC 4180): cells written safely, rows read with every fault named."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Generic, TypeVar

import msgspec

from server.errors import Refusal
from server.wire import FieldProblem
from server.words import choices, in_words, odd_days

MOST_ROWS = 500  # an act must not hold its transaction long; `parts` cuts a longer file
DELIMITERS = ",;\t"

# A spreadsheet takes a cell that begins like this for a formula.
_FORMULA = re.compile("'*[=+\\-@\t\r\0＝＋－＠]")  # noqa: RUF001  (full-width ones count as well)
_ESCAPED = re.compile("'('*[=+\\-@\t\r\0＝＋－＠])")  # noqa: RUF001

_LINE_END = re.compile("\r\n|\r|\n")

Record = tuple[int, list[str]]  # the line it starts on, its cells

S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Row(Generic[S]):
    """One row of a file: the line it starts on, its key as written, and what it says."""

    line: int
    key: str
    said: S


@dataclass(frozen=True, slots=True)
class TableFile(Generic[S]):
    """A file that was read: the columns it has, its good rows and the key and fault of the bad."""

    columns: tuple[str, ...]
    rows: list[Row[S]]
    bad: dict[int, tuple[str, str]]


def csv_cell(value: object) -> str:
    """A cell that no spreadsheet runs: numbers stay numbers, text like a formula gets a `'`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value.value if isinstance(value, Enum) else value)
    return f"'{text}" if _FORMULA.match(text) else text


def cell_text(cell: str) -> str:
    """What a cell says, without the `'` that `csv_cell` put before it."""
    return _ESCAPED.sub(r"\1", cell, count=1) if _ESCAPED.match(cell) else cell


def write_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A file with a header and CRLF line ends."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([csv_cell(value) for value in row])
    return out.getvalue()


def read_table(content: bytes, kind: type[S], key: str) -> TableFile[S]:
    """Reads each row as a `kind`; an empty cell is as one that is not there.

    The header names fields of `kind` in any order; cells are parted by commas, semicolons or
    tabs. Refused as a whole: 422 `bad_table`, 422 `too_many_rows`.
    """
    records = _records(content)
    columns = _header(next(records, (1, []))[1], kind)
    table: TableFile[S] = TableFile(columns, [], {})
    for line, cells in records:
        if len(table.rows) + len(table.bad) >= MOST_ROWS:
            raise Refusal(
                422, "too_many_rows", f"One file takes {MOST_ROWS} rows. Send it in parts."
            )
        said = {name: cell_text(cell) for name, cell in zip(columns, cells, strict=False) if cell}
        name = said.get(key, "")
        if len(cells) > len(columns):
            fault = f"It has {len(cells)} cells, the header names {len(columns)} columns."
            table.bad[line] = name, fault
            continue
        try:
            row = msgspec.convert(said, kind, strict=False)
        except msgspec.ValidationError as error:
            table.bad[line] = name, _fault(in_words(str(error)), said, kind)
            continue
        if odd := [f"{column}: {fault}" for column, fault in odd_days(row)]:
            table.bad[line] = name, odd[0]
        else:
            table.rows.append(Row(line, name, row))
    return table


def problems(faults: Iterable[tuple[int, str]]) -> list[FieldProblem]:
    """One per faulty line, in the order of the file."""
    return [
        FieldProblem(where=f"line {line}", detail=fault[:1000]) for line, fault in sorted(faults)
    ]


def stands_already(column: str, key: str, line: int) -> str:
    """What is wrong with a row whose key an earlier document of the file has."""
    return f"{column} {key} stands on line {line} already."


def parts(content: bytes, key: str, rows: int = 100) -> Iterator[tuple[int, bytes]]:
    """The file in parts of at most so many rows, each with the header and the line it starts on.

    Blank lines stand for what is left out, so a row has the line number that it has in the file.
    Rows that follow each other with the same key stay in one part, however many they are: they
    are one document. Refused: 422 `bad_table`, 422 `bad_rows` for keys that come again later on,
    which no part alone would show.
    """
    records = _records(content)
    header = next(records, (1, []))[1]
    names = [name.strip().lower() for name in header]
    if key not in names:
        raise Refusal(422, "bad_table", f"The header line is wrong: '{key}' is missing.")
    column = names.index(key)
    grouped = groupby(records, key=lambda record: record[1][column : column + 1])
    documents = [("".join(said), list(group)) for said, group in grouped]
    _require_once(documents, key)
    part: list[Record] = []
    for _, document in documents:
        if part and len(part) + len(document) > rows:
            yield part[0][0], _written(header, part)
            part = []
        part += document
    if part:
        yield part[0][0], _written(header, part)


def _require_once(documents: list[tuple[str, list[Record]]], key: str) -> None:
    first: dict[str, int] = {}
    faults = []
    for said, document in documents:
        line = document[0][0]
        if said and first.setdefault(said, line) != line:
            faults.append((line, stands_already(key, said, first[said])))
    if faults:
        found = problems(faults)
        raise Refusal(
            422,
            "bad_rows",
            f"None was taken, as a {key} stands in two places of a long file.",
            errors=tuple(found),
        )


def _written(header: list[str], rows: list[Record]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    following = 2
    for line, cells in rows:
        out.write("\n" * (line - following))
        writer.writerow(cells)
        following = line + 1 + sum(len(_LINE_END.findall(cell)) for cell in cells)
    return out.getvalue().encode()


def _records(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it starts on; blank lines are passed over."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            422,
            "bad_table",
            f"Byte {error.start} of the file is not UTF-8. Save it as CSV UTF-8.",
        ) from error
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refusal(
            422, "bad_table", f"Line {reader.line_num} of the file is no CSV: {error}."
        ) from error


def _header(cells: list[str], kind: type[S]) -> tuple[str, ...]:
    columns = tuple(cell.strip().lower() for cell in cells)
    known = kind.__struct_fields__
    needed = {field.name for field in msgspec.structs.fields(kind) if field.required}
    wrong = [name for name in columns if name not in known]
    twice = [name for name in columns if columns.count(name) > 1]
    missing = sorted(needed - set(columns))
    if wrong or twice or missing:
        raise Refusal(
            422,
            "bad_table",
            "The header line is wrong:"
            + (f" '{wrong[0][:60]}' is not a column here;" if wrong else "")
            + (f" '{twice[0][:60]}' stands there twice;" if twice else "")
            + (f" '{missing[0]}' is missing;" if missing else "")
            + f" columns are {', '.join(known)}.",
        )
    return columns


def _fault(said: str, cells: dict[str, str], kind: type[msgspec.Struct]) -> str:
    """Msgspec's sentence with the column's name, what stood there, and what could."""
    what, _, path = said.partition(" - at `$.")
    name = path.rstrip("`")
    if what.startswith("Invalid enum value") and (words := choices(kind, name)):
        what = f"Expected {words}"
    return f"{name} is '{cells[name][:80]}': {what}." if name in cells else f"{what}."
