"""Messages about losses and what waits for a second person."""

from enum import StrEnum


class LossDoor(StrEnum):
    """The ways in which stock leaves without a customer; limits count over all together."""

    ADJUST = "adjust"
    SHORT = "short"
    ZERO_CHECK = "zero_check"
    COUNT = "count"
    DAMAGE = "damage"
    SCRAP = "scrap"
    RETURNS = "returns"
    RECEIVING_SHORT = "receiving_short"
    SAMPLING = "sampling"


class ApprovalState(StrEnum):
    """The life of what needs a second person."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
