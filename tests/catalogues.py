"""Brings the catalogues up to date with what the program says: python -m tests.catalogues.

A .po per language and domain is the source, written by translators; the .mo beside it is what is
read, made from it here and committed, so that a checkout and an installed wheel need no step.
"""

import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from terminal.language import LOCALE
from tests.messages import Message, messages
from tests.sentences import sentences

UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
LANGUAGES = ("de", "es", "fr", "pl")


def wanted() -> dict[str, dict[Message, list[str]]]:
    """Every msgid of each domain, with the files that say it."""
    said = {Message(one): files for one, files in sentences().items()}
    said[Message("{count} time", "{count} times")] = ["a value in a sentence"]
    return {"terminal": messages(), "server": said}


def po(language: str, domain: str) -> Path:
    return LOCALE / language / f"{domain}.po"


def read(file: Path, language: str) -> Catalog:
    """An empty one where nobody has begun it."""
    if not file.is_file():
        return Catalog(locale=language)
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    catalogue.creation_date = catalogue.revision_date = UNDATED
    return catalogue


def compiled(file: Path, language: str) -> bytes:
    """What the .mo beside `file` has to hold."""
    out = BytesIO()
    write_mo(out, read(file, language))
    return out.getvalue()


def update(language: str, domain: str, said: Mapping[Message, list[str]]) -> int:
    """Adds what is new, drops what nobody says any more; how many still want a translation."""
    file = po(language, domain)
    before = read(file, language)
    after = Catalog(locale=language, charset="utf-8", fuzzy=False)
    missing = 0
    for message, files in said.items():
        known = before.get(message.one)
        plural = bool(message.many)
        string = known.string if known is not None and bool(known.pluralizable) is plural else None
        empty = ("",) * after.num_plurals if plural else ""
        texts = string if string is not None else empty
        missing += not all(texts if isinstance(texts, tuple) else (texts,))
        after.add(
            (message.one, message.many) if plural else message.one,
            texts,
            _places(files),
        )
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(_written(after))
    file.with_suffix(".mo").write_bytes(compiled(file, language))
    return missing


def _places(files: Iterable[str]) -> list[tuple[str, int]]:
    """Without a line: that would change with every edit."""
    return [(file, 0) for file in files]


def _written(catalogue: Catalog) -> bytes:
    """With a header that says no more than the language: the same messages are the same bytes."""
    out = BytesIO()
    write_po(out, catalogue, width=100, omit_header=True, include_lineno=False)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale}\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    return header.encode() + out.getvalue()


def main() -> None:
    for domain, said in wanted().items():
        for language in LANGUAGES:
            missing = update(language, domain, said)
            told = f"{language} {domain}: {len(said)} messages, {missing} not translated\n"
            sys.stdout.write(told)


if __name__ == "__main__":
    main()
