"""`tallyman labels` as a person at a shell uses it."""

import io
import json
from pathlib import Path

import pytest

from labels import cli
from tests.labels import zpl_reader
from tests.labels.test_catalogue import png_pages, read

LOCATION = ["location", "--fact", "code=A-03-12-2", "--fact", "blue=482"]


def test_it_lists_every_design(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list"]) == 0
    said = capsys.readouterr().out
    assert "location" in said
    assert "100 x 50 mm" in said
    assert cli.main(["list", "--json"]) == 0
    names = [design["name"] for design in json.loads(capsys.readouterr().out)]
    assert {"location", "carton", "packing_slip"} <= set(names)


def test_it_prints_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    assert cli.main(["print", *LOCATION, "--as", "png", "-o", str(out)]) == 0
    assert read(png_pages(out.read_bytes())[0]) == ["]C0LOA03122K"]


def test_a_number_given_at_a_shell_is_a_number(tmp_path: Path) -> None:
    assert cli.main(["print", "tote", "--fact", "number=17", "--to", f"folder:{tmp_path}"]) == 0
    assert "T 17" in zpl_reader.texts((tmp_path / "tote.zpl").read_bytes())


def test_facts_come_from_a_file_or_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.zpl"
    monkeypatch.setattr("sys.stdin", io.StringIO('{"number": 5, "colour": "red"}'))
    assert cli.main(["print", "cart", "--json", "-", "-o", str(out)]) == 0
    (tmp_path / "facts.json").write_text('{"number": 5, "colour": "red"}')
    again = tmp_path / "b.zpl"
    facts = str(tmp_path / "facts.json")
    assert cli.main(["print", "cart", "--json", facts, "-o", str(again)]) == 0
    assert out.read_bytes() == again.read_bytes()


def test_a_preview_needs_no_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["preview", "bin"]) == 0
    assert capsys.readouterr().out == "bin.png\n"
    assert read(png_pages((tmp_path / "bin.png").read_bytes())[0]) == ["]d1LOA03122K"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["print", "location"], "required field `code`"),
        (["print", "location", "--fact", "code"], "is not NAME=VALUE"),
        (["print", "location", "--fact", "code=A-1", "--version", "9"], "no design"),
        (["print", *LOCATION, "--to", "printer"], "is no printer"),
        (["print", *LOCATION, "-o", "/nowhere/at/all"], "No such file"),
        (["print", "tote", "--json", "/nowhere/at/all"], "No such file"),
    ],
)
def test_what_is_refused_is_said_in_a_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 1
    assert said in capsys.readouterr().err


def test_a_broken_json_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("[1]"))
    assert cli.main(["print", "tote", "--json", "-"]) == 1
    assert "not a JSON object" in capsys.readouterr().err


def test_wrong_usage_exits_2() -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["print", "nothing"])
    assert left.value.code == 2
