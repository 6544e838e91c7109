"""What a device could not do, and calls for help, made visible to who supervises."""

from server.act import Act
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind, ProblemReported, ReportProblem


def report_problem(act: Act, command: ReportProblem) -> ProblemReported:
    """Puts it on the list of exceptions. Nothing is refused: it is what has happened."""
    kind = ExceptionKind.DEVICE_PROBLEM if command.operation else ExceptionKind.CALL
    return ProblemReported(sentence=report(act, kind, command.document, command.sentence))
