"""Codes sort byte by byte, whatever locale the database was made with."""

import pytest
import sqlalchemy as sa

from server.db import open_engine
from server.migrate import upgrade
from tests.conftest import ENGINE, _admin, _named

LOCALES = (
    "LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LC_COLLATE 'C' LC_CTYPE 'C'",
    "LOCALE 'en_US.utf8'",
)


def _make(base: str) -> None:
    """A database in American English: by ICU, or else by the C library."""
    for locale in LOCALES:
        try:
            _admin(base, f"CREATE DATABASE other_locale {locale} TEMPLATE template0")
        except sa.exc.DBAPIError as error:
            reason = str(error.orig)
        else:
            return
    pytest.skip(f"This PostgreSQL has no other locale: {reason}")


@pytest.mark.skipif(ENGINE != "postgresql", reason="SQLite has no locales")
def test_codes_sort_alike_in_a_database_of_another_locale(template: str) -> None:
    base = _named(template, "postgres")
    _make(base)
    engine = open_engine(_named(template, "other_locale"), 2)
    try:
        upgrade(engine)
        with engine.begin() as connection:
            for code in ("A-2", "A10", "A_1", "B+1"):
                connection.execute(
                    sa.text(
                        "INSERT INTO warehouse (code, name, time_zone, version)"
                        " VALUES (:code, 'x', 'UTC', 1)"
                    ),
                    {"code": code},
                )
            rows = connection.execute(sa.text("SELECT code FROM warehouse ORDER BY code"))
            assert [row[0] for row in rows] == sorted(["A-2", "A10", "A_1", "B+1"])
    finally:
        engine.dispose()
        _admin(base, "DROP DATABASE other_locale WITH (FORCE)")
