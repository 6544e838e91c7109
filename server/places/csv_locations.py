"""Locations as CSV files: one row per location, with the check digits on its label."""

from collections.abc import Sequence

import sqlalchemy as sa

from server.act import Act
from server.csv_door import Done, Sheet, import_csv
from server.door import Reading
from server.errors import Refusal
from server.places.check_digits import deal_for
from server.places.find import stripped
from server.places.locations import change_location, make_location
from server.places.tables import Location, Zone
from server.places.wire import CheckDigits, LocationFacts, LocationType
from server.table_file import write_table
from server.wire import Code, CsvImport, CsvMode, CsvReport

FACTS = LocationFacts.__struct_fields__


class LocationRow(LocationFacts, frozen=True, kw_only=True):
    """One row; check digits are dealt where the file has none."""

    code: Code
    check_blue: CheckDigits | None = None
    check_orange: CheckDigits | None = None


COLUMNS = ("code", *FACTS, "check_blue", "check_orange")


def import_locations(act: Act, command: CsvImport, content: bytes) -> CsvReport:
    """Makes or updates locations; digits on labels that hang already can be brought along.

    Refused: 422 `bad_rows`, 422 `bad_table`, 422 `too_many_rows`.
    """
    report = import_csv(act, command, content, Sheet("locations", LocationRow, "code", _put))
    without = sa.select(Location).where(
        Location.warehouse == act.warehouse,
        Location.type != LocationType.VIRTUAL,
        Location.check_blue.is_(None),
    )
    if command.mode is not CsvMode.CHECK:
        deal_for(act, act.session.scalars(without).all())
    return report


def _put(act: Act, rows: Sequence[LocationRow], columns: tuple[str, ...]) -> Done:
    row = rows[0]
    query = sa.select(Location).where(
        Location.warehouse == act.warehouse, Location.stripped_code == stripped(row.code)
    )
    location = act.session.scalar(query)
    if location is None:
        made = make_location(act, row.code, row)
        _set_digits(made, row)
        return Done.CREATED
    if location.code != row.code:
        raise Refusal(
            409, "exists", f"{row.code} is {location.code} but for separators: it is one location."
        )
    changed = change_location(act, location, row, tuple(n for n in FACTS if n in columns))
    return Done.UPDATED if _set_digits(location, row) or changed else Done.UNCHANGED


def _set_digits(location: Location, row: LocationRow) -> bool:
    """422 `one_check_digit` unless both sets are said, or none."""
    said = (row.check_blue, row.check_orange)
    if said in {(None, None), (location.check_blue, location.check_orange)}:
        return False
    if None in said:
        raise Refusal(
            422,
            "one_check_digit",
            f"{row.code} has one set of check digits, its label carries two: blue and orange.",
        )
    location.check_blue, location.check_orange = said
    return True


def export_locations(reading: Reading) -> str:
    """The physical locations of the warehouse in walk order."""
    rows = reading.session.execute(
        sa.select(Location, Zone.code)
        .outerjoin(Zone, Location.zone == Zone.id)
        .where(Location.warehouse == reading.warehouse, Location.type != LocationType.VIRTUAL)
        .order_by(Location.sequence, Location.code)
    )
    return write_table(
        COLUMNS,
        (
            [zone if name == "zone" else getattr(row, name) for name in COLUMNS]
            for row, zone in rows
        ),
    )
