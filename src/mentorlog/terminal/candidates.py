"""Who is being considered, as lines: where it stands, what is known, and when to write again."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.domain.entries import Stage
from mentorlog.terminal import wording
from mentorlog.terminal.layout import GAPS, cut, filled, hanging, line, padded, plain, way, width_of
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import away, day, number
from mentorlog.views.candidates import Candidate, Candidates

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


def candidates(view: Candidates, look: Look) -> Iterator[Text]:
    """Everything `candidate` shows."""
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


def known(one: Candidate, look: Look) -> Iterator[tuple[str, str]]:
    """What is known, label by label; experience, desire and time first."""
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
    column = width + max(len(label) for label, _ in known(one, look)) + GAPS[1]
    for label, text in known(one, look):
        if text:
            before = padded((*plain(" " * width), (label, Style.FAINT)), column)
            yield from hanging(before, text, look, column=width_of(before))


def _next(view: Candidates, look: Look) -> Iterator[Text]:
    """A kind word on whom to write to, and how to compare."""
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
