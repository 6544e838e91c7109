"""Room at a location: held while it is given away, and how much of something it still takes."""

from dataclasses import replace

import sqlalchemy as sa

from server.act import Act
from server.places.tables import Location
from server.stock.fits import Load, fit
from server.stock.tables import NO_CONTAINER, ContainerId


def held(act: Act, place: Location) -> Location:
    """The location, held until the act ends: two acts never give away the same room."""
    return act.session.execute(
        sa.select(Location)
        .where(Location.id == place.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one()


def room_for(
    act: Act,
    place: Location,
    load: Load,
    container: ContainerId = NO_CONTAINER,
    *,
    planned_by: str = "",
) -> int:
    """How many of the load's base units may be put there, holding the location.

    Every rule only gets harder with more pieces, so the answer is found by halving.
    """
    held(act, place)

    def goes(quantity: int) -> bool:
        part = replace(load, quantity=quantity)
        return not fit(act.session, place, [part], container, planned_by=planned_by).breaches

    if goes(load.quantity):
        return load.quantity
    fits, too_many = 0, load.quantity
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if goes(middle):
            fits = middle
        else:
            too_many = middle
    return fits
