"""What is edited in the database itself, past the product, is found by the seal."""

import pytest
import sqlalchemy as sa

from server.fsck import fsck
from tests.site import Site

EDITS = [
    "UPDATE entry SET who = 'person:EVE' WHERE id = 3",
    "UPDATE entry SET body = 'x' WHERE id = 3",
    "UPDATE entry SET at = '2020-01-01 00:00:00' WHERE id = 4",
    "UPDATE seal SET position = position + 100 WHERE position > 3",
    "DELETE FROM seal WHERE position = 2",
    "DELETE FROM seal WHERE position > 4",
]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_found(site: Site, edit: str) -> None:
    for n in range(5):
        site.post("/warehouses", {"code": f"W{n}", "name": "x"})
    site.seal()
    with site.engine.begin() as connection:
        if site.engine.dialect.name == "sqlite":
            triggers = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in connection.scalars(triggers).all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            for table in ("entry", "seal"):
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        connection.exec_driver_sql(edit)
    found = {finding.invariant for finding in fsck(site.engine)}
    assert "I-13" in found
    site.broken = sorted(finding.invariant for finding in fsck(site.engine))
