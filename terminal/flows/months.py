"""The first three letters of each month in the languages of the floor, for days like DEC26."""

import unicodedata

# Accents are left out; no three letters mean two months.
MONTHS = {
    "JAN": 1,
    "FEB": 2,
    "MAR": 3,
    "APR": 4,
    "MAY": 5,
    "JUN": 6,
    "JUL": 7,
    "AUG": 8,
    "SEP": 9,
    "OCT": 10,
    "NOV": 11,
    "DEC": 12,
    "MRZ": 3,
    "MAI": 5,
    "OKT": 10,
    "DEZ": 12,
    "ENE": 1,
    "ABR": 4,
    "AGO": 8,
    "DIC": 12,
    "STY": 1,
    "LUT": 2,
    "KWI": 4,
    "MAJ": 5,
    "CZE": 6,
    "LIP": 7,
    "SIE": 8,
    "WRZ": 9,
    "PAZ": 10,
    "LIS": 11,
    "GRU": 12,
    "FEV": 2,
    "AVR": 4,
    "AOU": 8,
}


def month(name: str) -> int | None:
    """`DÉC` and `DEC` are 12; None for what is no month."""
    plain = unicodedata.normalize("NFD", name.upper()).encode("ascii", "ignore").decode()
    return MONTHS.get(plain)
