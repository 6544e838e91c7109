"""What a supervisor's command is: a word, a request, its arguments, the columns of its answer."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Argument:
    """A word after the verb (`number`) or an option (`--state`), and where it goes.

    In a path it fills `{name}`; else it is a field of the body, or of the query of a read.
    `sent_as` is the field's name when the option is called otherwise.
    """

    name: str
    about: str
    kind: type = str
    sent_as: str = ""
    choices: tuple[str, ...] = ()

    @property
    def option(self) -> bool:
        return self.name.startswith("--")

    @property
    def word(self) -> str:
        return self.name.removeprefix("--").replace("-", "_")

    @property
    def field(self) -> str:
        return self.sent_as or self.word


@dataclass(frozen=True, slots=True)
class Verb:
    """One request. `fixed` are fields that it always sends; `columns` are shown of each item."""

    name: str
    about: str
    path: str
    arguments: tuple[Argument, ...] = ()
    method: str = "GET"
    paged: bool = True
    columns: tuple[str, ...] = ()
    fixed: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Files:
    """Where the CSV files of a noun go in (all but orders come out there too), and their key.

    Rows that follow each other with one key are one document, and are sent together.
    """

    path: str
    key: str
