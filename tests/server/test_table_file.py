"""CSV files: what is written is read back, and no spreadsheet runs a cell."""

import csv
import io
from contextlib import suppress
from datetime import date
from enum import Enum

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.errors import Refusal
from server.table_file import cell_text, csv_cell, parts, read_table, write_table
from server.wire import Code, Day, Delta, Line, Note


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    code: Code
    words: Line = ""
    note: Note = ""
    number: Delta | None = None
    day: Day | None = None
    yes: bool = False
    colour: Colour | None = None


COLUMNS = Thing.__struct_fields__
printable = st.text(st.characters(exclude_categories=["Cc"], codec="utf-8"))
things = st.builds(
    Thing,
    code=st.from_regex(r"\A[A-Z0-9][A-Z0-9._+#-]{0,39}\Z"),
    words=printable.map(lambda text: text[:200]),
    note=st.one_of(printable, st.from_regex(r"\A'*[=+\-@＝＋－＠][ -~]*\Z")),  # noqa: RUF001
    number=st.none() | st.integers(-(10**9), 10**9),
    day=st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    yes=st.booleans(),
    colour=st.none() | st.sampled_from(Colour),
)


def written(rows: list[Thing]) -> bytes:
    return write_table(COLUMNS, [[getattr(row, c) for c in COLUMNS] for row in rows]).encode()


@given(st.lists(things, max_size=5))
@example([Thing(code="NULL", words="null", note="true")])
@example([Thing(code="1", words="'=1", note='"a",b;c\u2028d')])
def test_what_is_written_is_read_back(rows: list[Thing]) -> None:
    table = read_table(written(rows), Thing, "code")
    assert (table.bad, [row.said for row in table.rows]) == ({}, rows)


@given(st.text())
def test_no_cell_is_taken_for_a_formula_and_each_reads_back(text: str) -> None:
    cell = csv_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠"))  # noqa: RUF001
    assert cell_text(cell) == text


def test_numbers_stay_numbers() -> None:
    assert [csv_cell(value) for value in (-5, True, None, Colour.RED)] == ["-5", "true", "", "red"]
    assert csv_cell("=cmd|' /C calc'!A0") == "'=cmd|' /C calc'!A0"


class Kind(Enum):
    DOCK = "dock"
    FLOOR = "floor"


class Place(msgspec.Struct, frozen=True):
    """A row with one of a few words."""

    code: str
    type: Kind | None = None


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_spreadsheets_of_all_countries_are_read(mark: str) -> None:
    file = f"\ufeffNumber{mark} Code \r\n-7{mark}A-1\r\n\r\n{mark}B-2\r\n".encode()
    table = read_table(file, Thing, "code")
    assert [(row.line, row.said.code, row.said.number) for row in table.rows] == [
        (2, "A-1", -7),
        (4, "B-2", None),
    ]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"", "'code' is missing"),
        (b"colour\r\nred", "'code' is missing"),
        (b"code,size\r\nA,1", "'size' is not a column here"),
        (b"code,code\r\nA,B", "'code' stands there twice"),
        (b"code\r\n\xff", "Byte 6 of the file is not UTF-8"),
        (b'code\r\n"A"B', "Line 2 of the file is no CSV"),
        (b'code\r\n"A', "of the file is no CSV"),
        (b"code\r\n" + b"A" * 200_000, "of the file is no CSV"),
        (b"PK\x03\x04\x00\x00", "is not a column here"),
    ],
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(file: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_table(file, Thing, "code")
    assert refused.value.code == "bad_table"
    assert said in refused.value.sentence


def test_each_bad_row_is_named_with_its_line_what_it_says_and_why() -> None:
    file = b"code,number,day,yes\r\nA,1,,\r\nb,,,\r\nC,1.5,,\r\nD,,2026-02-30,\r\nE,,,maybe,x\r\n"
    table = read_table(file, Thing, "code")
    assert [row.said.code for row in table.rows] == ["A"]
    assert sorted(table.bad) == [3, 4, 5, 6]
    assert table.bad[3][1].startswith("code is 'b'")
    assert table.bad[4][1].startswith("number is '1.5'")
    assert table.bad[5][1].startswith("day is '2026-02-30'")
    assert table.bad[6][1] == "It has 5 cells, the header names 4 columns."


def test_a_word_that_is_none_of_a_few_is_answered_with_those() -> None:
    table = read_table(b"code,type\r\nA,shelf\r\nB,dock\r\nC,\r\n", Place, "code")
    assert table.bad == {2: ("A", "type is 'shelf': Expected dock or floor.")}


def test_a_row_over_several_lines_is_named_by_its_first() -> None:
    table = read_table(b'code,words\r\nA,"x\r\ny"\r\nb,\r\n', Thing, "code")
    assert sorted(table.bad) == [2, 4]


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with suppress(Refusal):
        read_table(b"code,words\r\n" + content, Thing, "code")


def test_a_file_in_parts_keeps_documents_whole_and_tells_its_lines() -> None:
    codes = ["A", "A", "A", "B", "C", "C", "D"]
    file = ("code,number\r\n" + "".join(f"{c},{n}\r\n" for n, c in enumerate(codes, 2))).encode()
    cut = list(parts(file, "code", rows=2))
    assert [line for line, _ in cut] == [2, 5, 6, 8]
    rows = [
        [(row.line, row.said.code) for row in read_table(part, Thing, "code").rows]
        for _, part in cut
    ]
    assert rows == [
        [(2, "A"), (3, "A"), (4, "A")],
        [(5, "B")],
        [(6, "C"), (7, "C")],
        [(8, "D")],
    ]


def test_blank_lines_and_cells_of_several_lines_do_not_shift_the_lines_of_a_part() -> None:
    file = b'code,words\n\nA,1\n\n\nB,"two\r\nlines"\nC,3\n'
    ((_, part),) = parts(file, "code")
    table = read_table(part, Thing, "code")
    assert [row.line for row in table.rows] == [3, 8]
    assert list(table.bad) == [6]


def test_a_key_in_two_places_of_a_file_is_told_before_its_first_part() -> None:
    with pytest.raises(Refusal) as refused:
        next(parts(b"code,words\nA,x\nB,x\nA,y\nA,z\nB,y\n", "code", rows=1))
    assert [(bad.where, bad.detail) for bad in refused.value.errors] == [
        ("line 4", "code A stands on line 2 already."),
        ("line 6", "code B stands on line 3 already."),
    ]


def test_a_file_without_its_key_has_no_parts() -> None:
    with pytest.raises(Refusal, match="'code' is missing"):
        next(parts(b"words\nhello\n", "code"))


def test_a_written_file_is_what_other_readers_read() -> None:
    rows = list(csv.reader(io.StringIO(written([Thing(code="A", words='5" pipe, "x"')]).decode())))
    assert rows == [list(COLUMNS), ["A", '5" pipe, "x"', "", "", "", "false", ""]]
