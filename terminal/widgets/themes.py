"""How things look: three themes, in all colours, in sixteen, in none; symbols, also in ASCII.

Contrast is that of WCAG 2.2 (1.4.3): 7:1 for question, place and digits, 4.5:1 for all else; a test
measures it. Nothing is told by colour alone: each band has its symbol and its words, the bar its
marks, the question its place.
"""

import unicodedata
from collections.abc import Mapping

from msgspec import Struct
from rich.cells import cell_len
from rich.style import Style

from terminal.flows.offers import Colour

DARK = {
    "bar": "bold #ffffff on #005faf",
    "late": "bold #000000 on #ffaf00",
    "offline": "bold #ffffff on #af0000",
    "ask": "bold #000000 on #ffd700",
    "target": "bold #000000 on #ffffff",
    "digits": "bold #ffffff on #000000",
    "what": "#ffffff on #000000",
    "ahead": "#d0d0d0 on #000000",
    "keys": "#d0d0d0 on #000000",
    Colour.PLAIN: "#ffffff on #000000",
    Colour.GREEN: "bold #000000 on #5fd75f",
    Colour.AMBER: "bold #000000 on #ffaf00",
    Colour.RED: "bold #ffffff on #af0000",
    Colour.MAGENTA: "bold #ffffff on #870087",
}
LIGHT = DARK | {
    "target": "bold #ffffff on #000000",
    "digits": "bold #000000 on #ffffff",
    "what": "#000000 on #ffffff",
    "ahead": "#303030 on #ffffff",
    "keys": "#303030 on #ffffff",
    Colour.PLAIN: "#000000 on #ffffff",
}
SIXTEEN_DARK = {
    "bar": "bold bright_white on blue",
    "late": "black on bright_yellow",
    "offline": "bold bright_white on red",
    "ask": "black on bright_yellow",
    "target": "black on bright_white",
    "digits": "bold bright_white on black",
    "what": "bright_white on black",
    "ahead": "white on black",
    "keys": "white on black",
    Colour.PLAIN: "bright_white on black",
    Colour.GREEN: "black on bright_green",
    Colour.AMBER: "black on bright_yellow",
    Colour.RED: "bold bright_white on red",
    Colour.MAGENTA: "bold bright_white on magenta",
}
SIXTEEN_LIGHT = SIXTEEN_DARK | {
    "target": "bold bright_white on black",
    "digits": "black on bright_white",
    "what": "black on bright_white",
    "ahead": "black on bright_white",
    "keys": "black on bright_white",
    Colour.PLAIN: "black on bright_white",
}
MONO = dict.fromkeys(DARK, "none") | {
    "bar": "reverse",
    "late": "bold reverse",
    "offline": "bold reverse",
    "ask": "bold underline",
    "target": "bold reverse",
    "digits": "bold",
    Colour.GREEN: "bold",
    Colour.AMBER: "bold underline",
    Colour.RED: "bold reverse",
    Colour.MAGENTA: "bold reverse",
}
PALETTES = {
    "dark": (DARK, SIXTEEN_DARK),
    "light": (LIGHT, SIXTEEN_LIGHT),
    "mono": (MONO, MONO),
}
SYMBOLS = {Colour.GREEN: "✔", Colour.AMBER: "!", Colour.RED: "✘", Colour.MAGENTA: "»"}
ASCII_SYMBOLS = {Colour.GREEN: "OK", Colour.AMBER: "!", Colour.RED: "X", Colour.MAGENTA: ">>"}
# What the layout draws beside the words, cell for cell.
DRAWN = str.maketrans("●○⇡▼▮│•━╺╸┃╻╹┏┓┗┛┣┫┻", "+-^v=|*---|||+++++++")


class Looks(Struct, frozen=True):
    """What a frame paints with. `letters`: what is no ASCII but a letter is left as it is."""

    styles: dict[str, Style]
    symbols: dict[Colour, str]
    is_ascii: bool = False
    letters: bool = True

    def shown(self, text: str) -> str:
        """`text` in as many cells, without what the screen can't show."""
        if not self.is_ascii or text.isascii():
            return text
        drawn = text.translate(DRAWN)
        return "".join(each if each.isascii() else self._plain(each) for each in drawn)

    def _plain(self, character: str) -> str:
        if self.letters and character.isalpha():
            return character
        base, cells = unicodedata.normalize("NFKD", character)[0], cell_len(character)
        return base.ljust(cells) if base.isascii() and base.isprintable() else "?" * cells


def looks(theme: str, colours: str | None, symbols: str, environ: Mapping[str, str]) -> Looks:
    """`colours`: Rich's name for what the terminal can: truecolor, 256, standard, None.

    NO_COLOR (no-color.org) wins over the theme. `auto` symbols are ASCII on the Linux console,
    whose fonts lack ours; in Chinese, Japanese and Korean, where ours are two cells wide on some
    terminals; and where the locale's characters are not UTF-8, there for all text.
    """
    none = "NO_COLOR" in environ or colours is None
    full, few = PALETTES["mono" if none else theme]
    styles = {
        name: Style.parse(said) for name, said in (few if colours == "standard" else full).items()
    }
    foreign = _is_foreign(environ)
    if symbols == "unicode" or (symbols == "auto" and not foreign and not _is_bare(environ)):
        return Looks(styles, SYMBOLS)
    return Looks(styles, ASCII_SYMBOLS, is_ascii=True, letters=not foreign)


def _locale(environ: Mapping[str, str]) -> str:
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    return next((environ[name] for name in names if environ.get(name)), "")


def _is_foreign(environ: Mapping[str, str]) -> bool:
    """Whether the locale names another character set than UTF-8."""
    _, _, charset = _locale(environ).partition(".")
    return bool(charset) and "utf" not in charset.lower()


def _is_bare(environ: Mapping[str, str]) -> bool:
    return environ.get("TERM") == "linux" or _locale(environ)[:2] in {"zh", "ja", "ko"}
