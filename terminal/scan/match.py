"""Which of a prompt's candidates a code names: any of its spellings, case and separators apart."""

from collections.abc import Iterable

from labels.codes import SEPARATORS
from terminal.scan import hibc
from terminal.scan.reading import Kind, Reading
from terminal.scan.wanted import Alias, Candidate, Wanted

GTIN_LENGTHS = {8, 12, 13, 14}


def squeeze(code: str) -> str:
    """A code without separators, in upper case."""
    return code.translate(SEPARATORS).upper()


def same(left: str, right: str) -> bool:
    return squeeze(left) == squeeze(right)


def spellings(code: str) -> set[str]:
    """How `code` may be written; digits of a GTIN's length are also its key of 14.

    A HIBC primary is also its device identifier, without the sign and the check character.
    """
    bare = squeeze(code)
    if device := hibc.identifier(code.upper()):
        return {bare, device}
    if bare.isascii() and bare.isdigit() and len(bare) in GTIN_LENGTHS:
        return {bare, bare.zfill(14)}
    return {bare}


def alias(candidate: Candidate, code: str) -> Alias | None:
    """The alias of `candidate` that `code` is; None when it is its own code, or none of it."""
    wanted = spellings(code)
    return next((a for a in candidate.aliases if spellings(a.code) & wanted), None)


def names(candidate: Candidate, code: str) -> bool:
    return bool(spellings(candidate.value) & spellings(code)) or alias(candidate, code) is not None


def matching(wanted: Wanted, kind: Kind, code: str) -> list[Candidate]:
    """The candidates of `kind` that `code` names."""
    return [c for c in wanted.one_of if wanted.kind_of(c) is kind and names(c, code)]


def kinds_named(wanted: Wanted, code: str) -> Iterable[tuple[Kind, Candidate]]:
    return ((wanted.kind_of(c), c) for c in wanted.one_of if names(c, code))


def enriched(reading: Reading, candidate: Candidate, code: str) -> dict[str, str]:
    """The scan's values, the candidate's facts, and the pack that the scanned alias stands for."""
    said = {**candidate.facts, **reading.values, reading.kind.attribute: candidate.value}
    found = alias(candidate, code)
    if found and found.quantity > 1:
        said["pack"] = str(found.quantity)
    return said
