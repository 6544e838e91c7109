"""The table of a supervisor's commands about printers and print jobs."""

from server.desk.verb import Argument, Verb

HERE = "/warehouses/{warehouse}"
JOB = Argument("job", "its number, as `prints list` shows it")

REPRINT = Verb(
    "reprint",
    "Print once more, marked as a copy",
    f"{HERE}/print-jobs/reprint",
    (JOB, Argument("--printer", "another printer's code")),
    "POST",
)

PAPER: dict[str, tuple[str, tuple[Verb, ...]]] = {
    "prints": (
        "Print jobs",
        (
            Verb(
                "list",
                "Print jobs, the oldest first",
                f"{HERE}/print-jobs",
                (
                    Argument("--state", "only in this state"),
                    Argument("--cause", "only of this LPN, carton ..."),
                ),
                columns=("job", "design", "cause", "copy", "state", "printer", "reason"),
            ),
            REPRINT,
            Verb(
                "came-out",
                "A person looked: the label is there",
                f"{HERE}/print-jobs/confirm",
                (JOB,),
                "POST",
                fixed={"printed": True},
            ),
            Verb(
                "did-not-come",
                "A person looked: the label is not there",
                f"{HERE}/print-jobs/confirm",
                (JOB,),
                "POST",
                fixed={"printed": False},
            ),
            Verb("cancel", "Not needed any more", f"{HERE}/print-jobs/cancel", (JOB,), "POST"),
        ),
    ),
    "printers": (
        "Printers, and what comes out where",
        (
            Verb(
                "list",
                "Printers, and what waits for each",
                f"{HERE}/printers",
                columns=("code", "name", "address", "language", "state", "waiting", "trouble"),
            ),
            Verb(
                "add",
                "Make a printer known",
                f"{HERE}/printers",
                (
                    Argument("code", "its code"),
                    Argument("address", "tcp://host, /dev/usb/lp0, cups:queue, folder:path"),
                    Argument("language", "what it takes", choices=("zpl", "pdf", "png")),
                    Argument("name", "its name"),
                    Argument("--dpi", "203, 300 or 600", int),
                    Argument("--width-mm", "of its media", int),
                    Argument("--height-mm", "of its media", int),
                    Argument("--station", "where it stands"),
                ),
                "POST",
            ),
            Verb(
                "route",
                "Say which printer prints a kind of document",
                f"{HERE}/printer-routes",
                (
                    Argument("document", "carton, packing_slip, lpn, location, ..."),
                    Argument("printer", "the printer's code"),
                    Argument("--fallback", "the printer to use when that one does not print"),
                    Argument("--station", "only for this device or bench"),
                    Argument("--design", "print this design instead"),
                ),
                "PUT",
            ),
            Verb(
                "routes",
                "Which printer prints what",
                f"{HERE}/printer-routes",
                columns=("document", "station", "design", "printer", "fallback"),
            ),
        ),
    ),
}
