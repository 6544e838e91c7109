"""The one door of the library: a design's name, version and facts become the printer's bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from labels.catalogue import calibration, carton, goods, packing_slip, people, places
from labels.catalogue.facts import Design
from labels.codes import NotACode
from labels.design import Align, BadFacts, Label, LabelError, Text, UnknownDesign
from labels.gs1 import NotGs1
from labels.layout import Page, lay_out
from labels.pdf import pdf
from labels.png import png
from labels.zpl import zpl

Language = Literal["zpl", "pdf", "png"]
RESOLUTIONS = (203, 300, 600)
CATALOGUE = {
    (design.name, design.version): design
    for part in (places, goods, people, carton, packing_slip, calibration)
    for design in part.DESIGNS
}
WRITERS = {"zpl": zpl, "pdf": pdf, "png": png}


@dataclass(frozen=True)
class Fact:
    name: str
    required: bool
    type: str


@dataclass(frozen=True)
class Described:
    """What a chooser of designs needs: size in millimetres, and facts with their JSON types."""

    name: str
    version: int
    title: str
    width: float
    height: float
    facts: tuple[Fact, ...]


def render(
    design: str,
    version: int,
    facts: Mapping[str, object],
    language: Language,
    dpi: int,
    *,
    copy: int = 1,
) -> bytes:
    """The same arguments give the same bytes; from the second `copy` on it stands on the label.

    Raises `LabelError` with a sentence and one of the codes `label_unknown_design`, `label_facts`,
    `label_does_not_fit`, `label_no_glyph`, `label_not_encodable`.
    """
    return WRITERS[language](pages(design, version, facts, dpi, copy=copy))


def pages(
    design: str, version: int, facts: Mapping[str, object], dpi: int, *, copy: int = 1
) -> list[Page]:
    if dpi not in RESOLUTIONS:
        raise BadFacts(f"{dpi} dpi is not one of {', '.join(map(str, RESOLUTIONS))}.")
    return [lay_out(_marked(label, copy), dpi) for label in draw(design, version, facts)]


def draw(design: str, version: int, facts: Mapping[str, object]) -> list[Label]:
    """The label in millimetres, before any printer."""
    found = CATALOGUE.get((design, version))
    if found is None:
        raise UnknownDesign(f"There is no design {design!r} of version {version}.")
    try:
        return list(found.draw(msgspec.convert(dict(facts), found.facts)))
    except LabelError:
        raise
    except (msgspec.ValidationError, NotACode, NotGs1, ValueError) as error:
        raise BadFacts(f"Design {design} cannot be drawn: {error}") from error


def designs() -> list[Described]:
    return [_described(design) for design in CATALOGUE.values()]


def _described(design: Design) -> Described:
    _, parts = msgspec.json.schema_components([design.facts])
    schema = parts[design.facts.__name__]
    needed = schema.get("required", ())
    facts = tuple(
        Fact(name, name in needed, _type_of(field)) for name, field in schema["properties"].items()
    )
    return Described(design.name, design.version, design.title, design.width, design.height, facts)


def _type_of(field: Mapping[str, object]) -> str:
    choices = field.get("anyOf")
    options = choices if isinstance(choices, list) else [field]
    return " | ".join(str(o.get("type", "choice")) for o in options if o.get("type") != "null")


def _marked(label: Label, copy: int) -> Label:
    if copy < 2:
        return label
    mark = Text(
        x=label.width - 21,
        y=label.height - 2,
        width=20,
        text=f"copy {copy}",
        size=2,
        bold=True,
        align=Align.RIGHT,
    )
    return replace(label, parts=(*label.parts, mark))
