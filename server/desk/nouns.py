"""The table of a supervisor's commands: nouns, their verbs, and what each asks of the API."""

from server.desk.paper import HERE, PAPER, REPRINT
from server.desk.verb import Argument, Files, Verb

TASK = Argument("task", "its number, as `tasks list` shows it", int)
PERSON = Argument("person", "the person's code")
ORDER = Argument("order", "the order's number")
NUMBER = Argument("number", "its number", int)
NOTE = Argument("--note", "why, in words")

REASSIGN = Verb(
    "reassign",
    "Say who does a task",
    f"{HERE}/tasks/assign",
    (TASK, PERSON),
    "POST",
)
UNLOCK = Verb(
    "unlock",
    "Let a person try the PIN again after too many wrong ones",
    "/pins/unlock",
    (PERSON,),
    "POST",
)
APPROVE = Verb(
    "approve",
    "Say yes to what waits for a second person",
    f"{HERE}/approvals/decide",
    (NUMBER, Argument("--reason", "why, in words")),
    "POST",
    fixed={"approve": True},
)
REFUSE = Verb(
    "refuse",
    "Say no to what waits for a second person",
    f"{HERE}/approvals/decide",
    (NUMBER, Argument("--reason", "why, in words")),
    "POST",
    fixed={"approve": False},
)

ALONE = {verb.name: verb for verb in (APPROVE, UNLOCK, REASSIGN, REPRINT)}

NOUNS: dict[str, tuple[str, tuple[Verb, ...]]] = {
    "warehouses": (
        "Warehouses",
        (
            Verb(
                "list",
                "Warehouses that the key may see",
                "/warehouses",
                columns=("code", "name", "time_zone"),
            ),
            Verb(
                "add",
                "Open a warehouse, with the places beyond its floor",
                "/warehouses",
                (
                    Argument("code", "its code, for ever, such as MAIN"),
                    Argument("name", "what people call it"),
                    Argument("--zone", "its time zone, such as Europe/Berlin", sent_as="time_zone"),
                ),
                "POST",
            ),
        ),
    ),
    "orders": (
        "Sales orders",
        (
            Verb(
                "list",
                "Orders, the first to ship first",
                "/orders",
                (Argument("--state", "only in this state"),),
                columns=("number", "channel", "reference", "state", "ship_by", "open_units"),
            ),
            Verb("show", "One order with its lines", "/orders/{order}", (ORDER,), paged=False),
            Verb(
                "release",
                "Give a new order to this warehouse and reserve its goods",
                f"{HERE}/orders/release",
                (ORDER,),
                "POST",
            ),
            Verb(
                "allocate",
                "Look again for goods that an order lacks",
                f"{HERE}/orders/allocate",
                (ORDER,),
                "POST",
            ),
            Verb(
                "hold",
                "Stop an order",
                "/orders/{order}/hold",
                (ORDER, Argument("reason", "fraud, payment, address, customer ..."), NOTE),
                "POST",
            ),
            Verb("lift-hold", "Let it go on", "/orders/{order}/lift-hold", (ORDER,), "POST"),
            Verb(
                "cancel",
                "Cancel what has not left",
                "/orders/{order}/cancel",
                (ORDER, Argument("--reason", "who gave up on it")),
                "POST",
            ),
        ),
    ),
    "tasks": (
        "Work: what is open, who does it, how urgent it is",
        (
            Verb(
                "list",
                "Open tasks, the most urgent first",
                f"{HERE}/tasks",
                (
                    Argument("--kind", "only of this kind"),
                    Argument("--state", "only in this state"),
                ),
                columns=("task", "kind", "document", "state", "priority", "due_at", "worker"),
            ),
            Verb("counts", "How many of each kind", f"{HERE}/tasks/counts", paged=False),
            REASSIGN,
            Verb(
                "reprioritise",
                "Say how urgent a task is",
                f"{HERE}/tasks/reprioritise",
                (TASK, Argument("priority", "0 is the most urgent, 5 the usual", int)),
                "POST",
            ),
            Verb("release", "Back into the queue", f"{HERE}/tasks/release", (TASK,), "POST"),
        ),
    ),
    "exceptions": (
        "What does not agree with the plan and waits for a person",
        (
            Verb(
                "list",
                "Exceptions, open ones unless told otherwise",
                f"{HERE}/exceptions",
                (
                    Argument("--kind", "only of this kind"),
                    Argument("--state", "only in this state"),
                ),
                columns=("number", "kind", "document", "sentence"),
            ),
            Verb(
                "resolve",
                "It was put right",
                f"{HERE}/exceptions/resolve",
                (NUMBER, NOTE),
                "POST",
            ),
            Verb(
                "accept",
                "It stays as it is",
                f"{HERE}/exceptions/resolve",
                (NUMBER, NOTE),
                "POST",
                fixed={"accept": True},
            ),
            Verb(
                "advise",
                "Say what a device does with a command that it was refused",
                f"{HERE}/exceptions/advise",
                (NUMBER, Argument("advice", "resend, put_back or close"), NOTE),
                "POST",
            ),
        ),
    ),
    "approvals": (
        "What waits for a second person",
        (
            Verb(
                "list",
                "Approvals, waiting ones unless told otherwise",
                f"{HERE}/approvals",
                (Argument("--state", "only in this state"),),
                columns=("number", "kind", "subject", "sentence", "asked_by"),
            ),
            APPROVE,
            REFUSE,
        ),
    ),
    "items": (
        "Items",
        (
            Verb(
                "list",
                "Items by SKU",
                "/items",
                (Argument("--search", "start of a SKU or part of a name"),),
            ),
        ),
    ),
    "locations": (
        "Locations",
        (
            Verb(
                "list",
                "Locations by code",
                f"{HERE}/locations",
                (Argument("--zone", "only of this zone"), Argument("--kind", "only of this type")),
                columns=("code", "type", "zone", "status", "reason"),
            ),
        ),
    ),
    "zones": (
        "Zones, which locations belong to",
        (
            Verb("list", "Zones by code", f"{HERE}/zones", columns=("code", "name")),
            Verb(
                "add",
                "Make a zone",
                f"{HERE}/zones",
                (Argument("code", "its code"), Argument("name", "what people call it")),
                "POST",
            ),
        ),
    ),
    "suppliers": (
        "Suppliers",
        (
            Verb(
                "list",
                "Suppliers by code",
                "/suppliers",
                columns=("code", "name", "lead_time_days"),
            ),
            Verb(
                "add",
                "Make a supplier",
                "/suppliers",
                (
                    Argument("code", "its code"),
                    Argument("name", "its name"),
                    Argument("--lead-time-days", "from order to dock", int),
                ),
                "POST",
            ),
        ),
    ),
    "site": (
        "The site and its policy",
        (
            Verb("show", "The policy, and whether it is live", "/site/policy", paged=False),
            Verb("live", "End the setting-up, for good", "/site/live", method="POST"),
        ),
    ),
    "stock": (
        "Stock",
        (
            Verb(
                "list",
                "What stands where",
                f"{HERE}/stock",
                (
                    Argument("--sku", "only of this item"),
                    Argument("--location", "only at this location"),
                ),
            ),
        ),
    ),
    "purchase-orders": (
        "Purchase orders",
        (
            Verb(
                "list",
                "Purchase orders by number",
                f"{HERE}/purchase-orders",
                (Argument("--state", "only in this state"),),
            ),
        ),
    ),
    **PAPER,
}

FILES = {
    "orders": Files("/orders/csv", "reference"),
    "items": Files("/items/csv", "sku"),
    "locations": Files(f"{HERE}/locations/csv", "code"),
    "stock": Files(f"{HERE}/stock/csv", "location"),
    "purchase-orders": Files(f"{HERE}/purchase-orders/csv", "number"),
}
