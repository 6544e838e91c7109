"""Linux key codes to the text that a scanner types on a US keyboard; pure (terminal 4.3 T3)."""

from msgspec import Struct

# linux/input-event-codes.h: a code is the place of a key, whatever the host's layout.
_ROWS = {
    2: "1234567890-=",
    15: "\t",
    16: "qwertyuiop[]\r",
    30: "asdfghjkl;'`",
    43: "\\zxcvbnm,./",
    57: " ",
    71: "789-456+1230.",
    55: "*",
    96: "\r",
    98: "/",
}
PLAIN = {first + n: key for first, keys in _ROWS.items() for n, key in enumerate(keys)}
_UPPER = dict(zip("1234567890-=[];'`\\,./", '!@#$%^&*()_+{}:"~|<>?', strict=True))
KEYPAD = range(71, 84)
SHIFT, CONTROL, ALT, CAPS_LOCK = frozenset({42, 54}), frozenset({29, 97}), frozenset({56, 100}), 58
UP, DOWN = 0, 1


class Stroke(Struct, frozen=True):
    """`code` of the key and `value`: 1 pressed, 0 let go, 2 repeated by being held."""

    code: int
    value: int


class KeyDecoder:
    """One keyboard's state. Ctrl-] and Alt-029 are GS, as scanners type it."""

    def __init__(self) -> None:
        self._held: set[int] = set()
        self._caps = False
        self._number = ""

    def feed(self, stroke: Stroke) -> str:
        """What the stroke types, "" for nothing; a held key types once, scanners hold none."""
        if stroke.value == UP:
            self._held.discard(stroke.code)
            return self._numbered() if stroke.code in ALT else ""
        if stroke.value != DOWN:
            return ""
        if stroke.code == CAPS_LOCK:
            self._caps = not self._caps
        if stroke.code in SHIFT | CONTROL | ALT:
            self._held.add(stroke.code)
            return ""
        return self._typed(stroke.code)

    def _typed(self, code: int) -> str:
        key = PLAIN.get(code, "")
        if self._held & ALT:
            self._number += key if key.isdigit() else ""
            return ""
        if self._held & CONTROL:
            return chr(ord(key.upper()) & 0x1F) if key and "@" <= key.upper() <= "_" else ""
        shifted = bool(self._held & SHIFT) and code not in KEYPAD
        if key.isalpha():
            return key.upper() if shifted != self._caps else key
        return _UPPER.get(key, key) if shifted else key

    def _numbered(self) -> str:
        """The character whose number was typed while Alt was held."""
        number, self._number = self._number, ""
        return chr(int(number)) if number and 0 < int(number) < 0x100 else ""
