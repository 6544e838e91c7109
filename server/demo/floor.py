"""The floor of the demonstration warehouse: three zones and 500 locations, by pattern and file."""

from server.places.bulk_wire import LocationsCreate
from server.places.csv_locations import COLUMNS
from server.places.wire import LocationType, Mixing, ZoneCreate
from server.table_file import write_table

ZONES = (
    ZoneCreate(code="DESK", name="Docks, benches and lanes"),
    ZoneCreate(code="PICK", name="Pick faces"),
    ZoneCreate(code="BULK", name="Pallet racks"),
)
FACES = LocationsCreate(
    type=LocationType.PICK_FACE,
    zone="PICK",
    mixing=Mixing.ONE_LOT,
    aisles=["A", "B", "C", "D"],
    last_bay=20,
    last_level=4,
    pattern="{aisle}-{bay:2}-{level}",
    x_mm=6_000,
    y_mm=8_000,
    bay_pitch_mm=1_000,
    first_sequence=1_000,
)
RACKS = LocationsCreate(
    type=LocationType.RESERVE,
    zone="BULK",
    aisles=["R", "S"],
    last_bay=18,
    last_level=4,
    pattern="{aisle}-{bay:2}-{level}",
    x_mm=24_000,
    y_mm=8_000,
    bay_pitch_mm=2_800,
    first_sequence=5_000,
)
DESKS = {
    LocationType.DOCK: ("DOCK", 2),
    LocationType.STAGE: ("STAGE", 6),
    LocationType.BENCH: ("BENCH", 4),
    LocationType.LANE: ("LANE", 6),
    LocationType.DOOR: ("DOOR", 2),
    LocationType.QUARANTINE: ("QC", 3),
    LocationType.RETURNS: ("RETURN", 2),
    LocationType.PROBLEM: ("PROBLEM", 1),
    LocationType.FLOOR: ("FLOOR", 5),
    LocationType.CART: ("CART", 4),
    LocationType.HANDS: ("HANDS", 1),
}
"""The 36 places that are no shelves, by type: what they are called and how many there are."""


def desks_csv() -> bytes:
    """The places around the shelves, as a site would keep them in a spreadsheet."""
    rows = []
    for row, (kind, (name, count)) in enumerate(DESKS.items()):
        for number in range(1, count + 1):
            said = {
                "code": f"{name}-{number}",
                "type": kind,
                "zone": "DESK",
                "mixing": Mixing.ANY,
                "pick_unit": "each",
                "x_mm": 2_000 * number,
                "y_mm": 500 * row,
                "sequence": 100 * row + number,
            }
            rows.append([said.get(column) for column in COLUMNS])
    return write_table(COLUMNS, rows).encode()


def faces() -> list[str]:
    """The codes of all pick faces, ground levels first: where opening stock stands."""
    return [
        f"{aisle}-{bay:02}-{level}"
        for level in range(1, FACES.last_level + 1)
        for aisle in FACES.aisles
        for bay in range(FACES.first_bay, FACES.last_bay + 1)
    ]
