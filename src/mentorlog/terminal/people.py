"""Who helps with what, as a map or as lines, and what kind of person to look for next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from mentorlog.domain.words import Difference, Function
from mentorlog.terminal import wording
from mentorlog.terminal.layout import GAPS, filled, hanging, line, padded, plain, way
from mentorlog.terminal.look import Look
from mentorlog.terminal.people_map import kind_of, people_map
from mentorlog.terminal.safe import safe
from mentorlog.views.people import Help, People, Person

_INDENT = 2
_COLUMN = _INDENT + max(len(function) for function in Function) + GAPS[0]
_WHO = {
    Function.CAREER_ADVICE: "gives you career advice",
    Function.SKILL: "teaches you a skill",
    Function.FEEDBACK: "gives you honest feedback",
    Function.SPONSORSHIP: "speaks up for you where you are not",
    Function.ROLE_MODEL: "does one thing as you would like to",
    Function.SOUNDING_BOARD: "listens while you think aloud",
    Function.EMOTIONAL_SUPPORT: "is there on a bad day",
    Function.ACCOUNTABILITY: "asks whether you did it",
    Function.NETWORK_ACCESS: "opens doors",
}
_FROM = {
    Difference.BACKGROUND: "with another background",
    Difference.GENDER: "of another gender",
    Difference.GENERATION: "of another generation",
    Difference.CULTURE: "from another culture",
    Difference.FUNCTION: "in another function",
    Difference.INDUSTRY: "from another industry",
    Difference.ORGANIZATION: "outside your organization",
    Difference.NETWORK: "from another circle",
    Difference.EXPERIENCE: "who has lived through other things",
}


def people(view: People, look: Look) -> Iterator[Text]:
    """Everything `people` shows."""
    if not view.helpers and not view.considered:
        command = wording.command("new-agreement", "NAME", "--helps-with", "feedback")
        yield from way("Nobody helps you yet, as far as this journal knows.", command, look)
        return
    covered = [help_ for help_ in view.helps if help_.by]
    drawn = list(people_map(view, look))
    yield from drawn or (told for help_ in covered for told in _help(help_, look))
    if drawn or covered:
        yield line()
    yield from _alone(covered, look)
    if not drawn:
        yield from _uncovered(view, look)
    yield from _considered(view, look)
    yield from _differences(view, look)
    yield from _next(view, look)
    yield from _undescribed(view, look)


def _help(help_: Help, look: Look) -> Iterator[Text]:
    first = padded((*plain(" " * _INDENT), *plain(kind_of(help_))), _COLUMN)
    alone = "only " if len(help_.by) == 1 else ""
    could = f"; {_names(help_.could, look)} might" if help_.could else ""
    yield from hanging(first, f"{alone}{_names(help_.by, look)}{could}", look, column=_COLUMN)


def _alone(covered: Sequence[Help], look: Look) -> Iterator[Text]:
    """Where it all hangs on one person."""
    everyone = {one.handle for help_ in covered for one in help_.by}
    if len(everyone) == 1 and len(covered) > 1:
        name = wording.first_name(safe(covered[0].by[0].name, ascii_only=look.ascii_only))
        yield from filled(f"All of it hangs on {name}.", look)


def _uncovered(view: People, look: Look) -> Iterator[Text]:
    """What nobody does."""
    missing = [help_ for help_ in view.helps if not help_.by]
    told = [f"{kind_of(help_)}{_could(help_, look)}" for help_ in missing]
    if told:
        yield from filled(f"Nobody yet for {_spelled(told, last='or')}.", look)


def _considered(view: People, look: Look) -> Iterator[Text]:
    if view.considered:
        names = _names(view.considered, look)
        yield from way(f"Being considered: {names}.", wording.command("candidate"), look)


def _could(help_: Help, look: Look) -> str:
    return f" ({_names(help_.could, look)} might)" if help_.could else ""


def _differences(view: People, look: Look) -> Iterator[Text]:
    if view.differ:
        yield from filled(f"Somebody differs from you in {_spelled(view.differ)}.", look)
    if view.alike and view.differ:
        yield from filled(f"Nobody does in {_spelled(view.alike, last='or')}.", look)


def _next(view: People, look: Look) -> Iterator[Text]:
    """What kind of person would add most."""
    wanted = view.wanted
    if wanted.function is None and wanted.difference is None:
        return
    origin = f" {_FROM[wanted.difference]}" if wanted.difference else ""
    does = f" who {_WHO[wanted.function]}" if wanted.function else ""
    joint = " and" if origin.startswith(" who") and does else ""
    said = f"Perhaps look next for someone{origin}{joint}{does}:"
    yield from way(said, wording.command("candidate", "NAME"), look)


def _undescribed(view: People, look: Look) -> Iterator[Text]:
    for one in view.undescribed[:1]:
        name = safe(one.name, ascii_only=look.ascii_only)
        said = f"Nothing of this is noted yet for {name}:"
        words = ("amend", one.handle, "--helps-with", "feedback", "--differs", "industry")
        yield from way(said, wording.command(*words), look)


def _names(some: Sequence[Person], look: Look) -> str:
    return ", ".join(safe(one.name, ascii_only=look.ascii_only) for one in some)


def _spelled(names: Sequence[str], *, last: str = "and") -> str:
    """a, b and c."""
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else names[0]
