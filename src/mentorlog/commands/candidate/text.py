"""Who is being considered, as lines: where it stands, what is known, and when to write again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from rich.text import Text

from mentorlog.commands.candidate.view import Candidate, Candidates, Comparison
from mentorlog.domain.entries import Stage
from mentorlog.terminal import wording
from mentorlog.terminal.layout import (
    GAPS,
    Cell,
    columns,
    cut,
    filled,
    hanging,
    line,
    padded,
    plain,
    way,
    width_of,
    wrapped,
)
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import away, day, number

STAGE = {
    Stage.NOTICED: "noticed",
    Stage.APPROACHED: "approached",
    Stage.FIRST_CONVERSATION: "first talk",
    Stage.DECIDING: "deciding",
    Stage.AGREED: "agreed",
    Stage.NOT_NOW: "not now",
    Stage.DECLINED: "declined",
    Stage.DROPPED: "let go",
}
_INDENT = 2
_LABELS = 17  # cells of the labels
_NARROWEST = 18  # cells of a person's column


def text(view: Candidates | Comparison, look: Look) -> Iterator[Text]:
    """Word the list, or some of them side by side."""
    return _compared(view, look) if isinstance(view, Comparison) else _everyone(view, look)


def _everyone(view: Candidates, look: Look) -> Iterator[Text]:
    """Word the list."""
    if not view.items:
        yield from filled("Nobody is being considered. Whom have you noticed?", look)
        command = wording.command("candidate", "NAME", "--experience", "…", "--desire", "…")
        yield line("  ", (command, Style.COMMAND))
        return
    width = _INDENT + max(len(STAGE[one.stage]) for one in view.items) + GAPS[0]
    for at, one in enumerate(view.items):
        if at:
            yield line()
        yield from _one(one, view, look, width)
    for at, text in enumerate(_next(view, look)):
        if not at:
            yield line()
        yield text


def _known(one: Candidate, look: Look) -> Iterator[tuple[str, str]]:
    """Word what is known, label by label; experience, desire and time first."""
    words = one.known
    texts = {
        "Experience": words.experience,
        "Desire": words.desire,
        "Time": words.time,
        "Differs in": ", ".join(each.replace("_", " ") for each in one.differs),
        "Could help with": ", ".join(each.replace("_", " ") for each in one.helps_with),
        "By way of": words.warm_path,
        "You can offer": words.i_can_offer,
        "Small ask": words.small_ask,
        "Note": words.note,
    }
    for label, text in texts.items():
        yield label, safe(text or "", ascii_only=look.ascii_only)


def _one(one: Candidate, view: Candidates, look: Look, width: int) -> Iterator[Text]:
    first = padded((*plain(" " * _INDENT), *plain(STAGE[one.stage])), width)
    name = cut(safe(one.name, ascii_only=look.ascii_only), look.width // 2, look)
    since = day(one.since, view.as_of)
    later = ""
    if one.follow_up_on:
        verb = "ask again" if one.stage is Stage.NOT_NOW else "follow up"
        later = f"; {verb} {day(one.follow_up_on, view.as_of)}"
        later += f", {away(one.follow_up_on, view.as_of)}"
    who = (*first, (name, Style.STRONG))
    yield from hanging(who, f"{since}{later}", look, column=width_of(who) + GAPS[1])
    column = width + max(len(label) for label, _ in _known(one, look)) + GAPS[1]
    for label, text in _known(one, look):
        if text:
            before = padded((*plain(" " * width), (label, Style.FAINT)), column)
            yield from hanging(before, text, look, column=width_of(before))


def _next(view: Candidates, look: Look) -> Iterator[Text]:
    """Say whom to write to, and how to compare."""
    for one in view.items:
        name = wording.first_name(safe(one.name, ascii_only=look.ascii_only))
        due = one.follow_up_on is not None and one.follow_up_on <= view.as_of
        if one.stage is Stage.AGREED:
            said = f"{name} has said yes. Agree on the terms; what you noted is kept:"
            yield from way(said, wording.command("new-agreement", one.handle), look)
        elif due and one.stage is Stage.NOT_NOW:
            said = f"{name} said not now; perhaps now. A short question is enough."
            yield from filled(said, look)
        elif due:
            said = f"A friendly line to {name}: people are busy, and rarely mean no by silence."
            yield from filled(said, look)
    if len(view.items) > 1:
        handles = [one.handle for one in view.items if one.stage is not Stage.NOT_NOW][:3]
        if len(handles) > 1:
            command = wording.command("candidate", *handles, "--compare")
            yield from way("Side by side:", command, look)
    if view.over:
        count = number(view.over)
        yield line((f"{count.capitalize()} said no, or you let it go.", Style.FAINT))


def _compared(view: Comparison, look: Look) -> Iterator[Text]:
    """Word the comparison."""
    gaps = GAPS[1] * len(view.items)
    room = (look.width - _LABELS - gaps) // len(view.items)
    if room < _NARROWEST or look.plain:
        yield from _below_each_other(view, look)
    else:
        yield from _side_by_side(view, look, room)


def _side_by_side(view: Comparison, look: Look, room: int) -> Iterator[Text]:
    rows: list[list[Cell]] = [
        [(), *(((cut(_shown_name(one, look), room, look), Style.STRONG),) for one in view.items)]
    ]
    for label, *texts in _facts(view, look):
        lines = [wrapped(text or look.marks.nothing, room) for text in texts]
        for at, parts in enumerate(zip_longest(*lines, fillvalue="")):
            rows.append([(("" if at else label, Style.FAINT),), *map(plain, parts)])
    yield from columns(rows, gap=GAPS[1])


def _below_each_other(view: Comparison, look: Look) -> Iterator[Text]:
    for at, one in enumerate(view.items):
        if at:
            yield line()
        yield line((_shown_name(one, look), Style.STRONG))
        for label, *texts in _facts(view, look):
            first = ((label, Style.FAINT),)
            if texts[at]:
                yield from hanging(first, texts[at], look, column=_LABELS)


def _facts(view: Comparison, look: Look) -> Iterator[list[str]]:
    """Give a label and everybody's text for it; leave out what nobody has."""
    stages = [f"{STAGE[one.stage]}, {day(one.since, view.as_of)}" for one in view.items]
    yield ["Where it is", *stages]
    said = [dict(_known(one, look)) for one in view.items]
    for label in said[0]:
        texts = [each[label] for each in said]
        if any(texts):
            yield [label, *texts]


def _shown_name(one: Candidate, look: Look) -> str:
    return safe(one.name, ascii_only=look.ascii_only)
