"""Messages about suppliers and purchase orders."""

from enum import Enum


class PurchaseOrderState(Enum):
    """`draft` may still change freely; `receiving` has goods; the last two are ends."""

    DRAFT = "draft"
    OPEN = "open"
    RECEIVING = "receiving"
    CLOSED = "closed"
    CANCELLED = "cancelled"
