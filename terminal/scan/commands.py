"""What command barcodes mean: the keys that say the same, and what must be said twice."""

from labels.codes import Verb

# The keys of 6.3, the same everywhere; F2 opens the list of exceptions and has no verb.
KEYS = {
    "enter": Verb.OK,
    "escape": Verb.PREV,
    "f1": Verb.HELP,
    "f3": Verb.SKIP,
    "f4": Verb.UNDO,
    "f5": Verb.INFO,
    "f6": Verb.TELL,
    "f7": Verb.PRINT,
    "f8": Verb.CLOSE,
    "f9": Verb.STOP,
    "f10": Verb.LOCK,
}

# A second scan or key of the same verb within five seconds confirms these.
TWICE = frozenset({Verb.NIL})
TWICE_SECONDS = 5.0
