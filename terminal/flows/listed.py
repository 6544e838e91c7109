"""Lists of the board: one of many, yes or no, a line of text."""

from collections.abc import Mapping

from labels.codes import Verb
from terminal.flows.ask import Answer, Ask, Flow, Show, need
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

PAGE = 8


def which(words: str, said: Mapping[str, str]) -> Flow[str | None]:
    """One of a list, eight at a time; None when there is none or no more is wanted."""
    codes, start = list(said), 0
    while codes:
        page = codes[start : start + PAGE]
        options = tuple(Candidate(code, words=said[code]) for code in page)
        more = (Candidate("more", words="MORE"),) if len(codes) > start + PAGE else ()
        show = Show(
            title=say(
                "BOARD {first}-{last} of {count}",
                first=start + 1,
                last=start + len(page),
                count=len(codes),
            )
        )
        answer = yield from need(
            Ask(
                Kind.CHOICE,
                prompt=words,
                step="which",
                one_of=(*options, *more),
                commands=(Verb.CLOSE, Verb.NO),
                show=show,
            )
        )
        if answer.kind is Kind.CMD:
            return None
        if answer.value != "more":
            return answer.value
        start += PAGE
    return None


def yes_or_no(words: str, about: str, *, yes: str, no: str) -> Flow[bool | None]:
    """Yes, no, or None: leave it."""
    answer = yield from need(
        Ask(
            Kind.CHOICE,
            prompt=words,
            step="say",
            one_of=(Candidate("yes", words=yes), Candidate("no", words=no)),
            commands=(Verb.CLOSE,),
            show=Show(title="BOARD", lines=(about,), details=(about,)),
        )
    )
    return None if answer.kind is Kind.CMD else answer.value == "yes"


def typed(words: str, step: str) -> Flow[str]:
    """A line of text; Enter alone is none."""
    answer: Answer = yield from need(
        Ask(
            Kind.TEXT,
            prompt=words,
            step=step,
            unseen=True,
            commands=(Verb.OK,),
            show=Show(title="BOARD"),
        )
    )
    return "" if answer.kind is Kind.CMD else answer.value
