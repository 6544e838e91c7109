"""Picks for several lines of a cart at once: one act, all loose on the cart, each promised."""

from server.act import Act
from server.errors import Refusal
from server.outbound.pick import confirm_pick
from server.outbound.short import short_pick
from server.outbound.wire.cluster import PickedTogether, PickPart, PickTogether
from server.outbound.wire.picking import ConfirmPick, Picked, Shorted, ShortPick


def pick_together(act: Act, command: PickTogether) -> PickedTogether:
    """Posts what was found for each line, and then tells short what was not, all or nothing.

    Goods and promises stand on the list's cart, in no tote, until they are put into their slots.
    What was found goes first: a short says that the place has no more. Refused: as `confirm_pick`
    and `short_pick`; 422 `nothing_taken` for a line of which nothing was found and nothing is
    short, `weight_of_several` for one weight of several lines.
    """
    for part in command.parts:
        if not part.found and not part.short:
            raise Refusal(
                422,
                "nothing_taken",
                f"Nothing was taken for line {part.line} of {command.pick_list}, and it is not"
                " short: leave it out.",
            )
    if command.weight_grams is not None and len(command.parts) > 1:
        raise Refusal(
            422,
            "weight_of_several",
            f"{command.weight_grams} g were told for {len(command.parts)} lines: weigh what is"
            " taken for each.",
        )
    parts = sorted(command.parts, key=lambda part: part.line)
    taken = [_take(act, command, part) for part in parts if part.found]
    short = [part for part in parts if part.short]
    ended = [_end(act, command, part, first=part is short[0]) for part in short]
    last: Picked | Shorted = (taken + ended)[-1]
    return PickedTogether(
        pick_list=command.pick_list,
        picked=parts,
        new_lines=[line for one in ended for line in one.new_lines],
        version=last.version,
        warning=next((one.warning for one in taken if one.warning), ""),
    )


def _take(act: Act, command: PickTogether, part: PickPart) -> Picked:
    told = ConfirmPick(
        pick_list=command.pick_list,
        line=part.line,
        quantity=part.found,
        lot=command.lot,
        serials=command.serials,
        weight_grams=command.weight_grams,
        happened_at=command.happened_at,
    )
    return confirm_pick(act, told, loose=True)


def _end(act: Act, command: PickTogether, part: PickPart, *, first: bool) -> Shorted:
    told = ShortPick(
        pick_list=command.pick_list,
        line=part.line,
        found=0,
        reason=command.reason,
        instead=command.instead if first else None,
        happened_at=command.happened_at,
    )
    return short_pick(act, told)
