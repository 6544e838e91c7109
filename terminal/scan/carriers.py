"""Parcel numbers of the carriers, told by their shape and check digit (terminal 4.8).

Sources: UPS, FedEx and USPS barcode specifications (USPS Publication 199 for the IMpb), UPU S10 for
international post, DHL's licence plates. A library that knows them (tracking-numbers) has not been
kept since 2022, and the check digits are ten lines.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from labels.gs1 import check_digit_holds
from terminal.scan.reading import Evidence, Kind, Reading


@dataclass(frozen=True)
class Parcel:
    """One carrier's form: group 1 of `shape` is the number that the carrier calls it by.

    `sure`: nobody else's code looks like it, so it is told apart where no parcel is wanted.
    """

    carrier: str
    shape: re.Pattern[str]
    holds: Callable[[str], bool]
    sure: bool = False
    checked: bool = True


def readings(text: str, *, wanted: bool) -> Iterator[Reading]:
    """`text` as the parcel numbers it may be; `wanted` where a parcel is what is asked for."""
    code = text.upper()
    for form in FORMS:
        found = form.shape.fullmatch(code)
        if found and (wanted or form.sure) and form.holds(found.group(1)):
            number = found.group(1)
            evidence = Evidence.CHECK if form.sure and form.checked else Evidence.STRUCT
            values = {Kind.SHIP.attribute: number, "carrier": form.carrier}
            yield Reading(Kind.SHIP, number, evidence, values)


def ups(number: str) -> bool:
    """Mod 10 over 15 characters after 1Z, every second one doubled; A counts 2, B 3 ... H 9, I 0.

    >>> ups("1Z999AA10123456784"), ups("1Z999AA10123456783")
    (True, False)
    """
    digits = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in number[2:-1]]
    total = sum(digits[::2]) + 2 * sum(digits[1::2])
    return number[-1] == str(-total % 10)


def fedex(number: str) -> bool:
    """FedEx Express, 12 digits: weights 3 1 7 from the left, mod 11, 10 counts as 0.

    >>> fedex("986578788855"), fedex("986578788854")
    (True, False)
    """
    total = sum(int(digit) * (3, 1, 7)[at % 3] for at, digit in enumerate(number[:-1]))
    return number[-1] == str(total % 11 % 10)


def post(number: str) -> bool:
    """UPU S10: weights 8 6 4 2 3 5 9 7, 11 less the rest mod 11; 10 becomes 0, 11 becomes 5.

    >>> post("RB123456785GB"), post("RB123456784GB")
    (True, False)
    """
    total = sum(int(d) * w for d, w in zip(number[2:10], (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    check = 11 - total % 11
    return number[10] == {10: "0", 11: "5"}.get(check, str(check))


def waybill(number: str) -> bool:
    """DHL Express, 10 digits: nine of them mod 7.

    >>> waybill("1234567891"), waybill("1234567890")
    (True, False)
    """
    return number[-1] == str(int(number[:-1]) % 7)


def _unchecked(_number: str) -> bool:
    return True


def _form(carrier: str, shape: str, holds: Callable[[str], bool], *, sure: bool = False) -> Parcel:
    checked = holds is not _unchecked
    return Parcel(carrier, re.compile(shape), holds, sure=sure, checked=checked)


FORMS = (
    _form("UPS", r"(1Z[0-9A-Z]{15}[0-9])", ups, sure=True),
    _form("USPS", r"420[0-9]{5}\x1d?(9[1-5][0-9]{20})", check_digit_holds, sure=True),
    _form("USPS", r"420[0-9]{9}\x1d?(9[1-5][0-9]{20})", check_digit_holds, sure=True),
    _form("USPS", r"420[0-9]{5}\x1d?(9[1-5][0-9]{24})", check_digit_holds, sure=True),
    _form("USPS", r"(9[1-5][0-9]{20}(?:[0-9]{4})?)", check_digit_holds),
    _form("FedEx", r"(?:10|96)[0-9]{20}([0-9]{12})", fedex),
    _form("FedEx", r"96[0-9]{5}([0-9]{15})", check_digit_holds),
    _form("FedEx", r"([0-9]{15})", check_digit_holds),
    _form("FedEx", r"([0-9]{12})", fedex),
    _form("Post", r"([A-Z]{2}[0-9]{9}[A-Z]{2})", post),
    _form("DHL", r"(J?JD[0-9]{14,26}|JVGL[0-9]{8,20})", _unchecked),
    _form("DHL", r"([0-9]{10})", waybill),
)
