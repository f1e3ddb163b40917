"""Who helps with what, as a map or as lines, and what kind of person to look for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mentorlog.domain.words import Difference, Function
from mentorlog.terminal import wording
from mentorlog.terminal.layout import GAPS, KEY_GAP, MOST, filled, hanging, hint, stripped
from mentorlog.terminal.look import Line, Look, Part, Style, cell_len, line, padded, plain
from mentorlog.terminal.wording import duration
from mentorlog.views.people import Help, People, Person, Promised

_INDENT = 2
_COLUMN = _INDENT + max(len(function) for function in Function) + GAPS[0]
_WHO = {
    Function.CAREER_ADVICE: "gives you career advice",
    Function.SKILL: "teaches you a skill",
    Function.FEEDBACK: "gives you honest feedback",
    Function.SPONSORSHIP: "speaks up for you when you're not in the room",
    Function.ROLE_MODEL: "does one thing the way you'd like to",
    Function.SOUNDING_BOARD: "listens while you think aloud",
    Function.EMOTIONAL_SUPPORT: "is there on a bad day",
    Function.ACCOUNTABILITY: "asks if you did it",
    Function.NETWORK_ACCESS: "opens doors",
}
_FROM = {
    Difference.BACKGROUND: "with a different background",
    Difference.GENDER: "of a different gender",
    Difference.GENERATION: "of a different generation",
    Difference.CULTURE: "from a different culture",
    Difference.FUNCTION: "in a different function",
    Difference.INDUSTRY: "from a different industry",
    Difference.ORGANIZATION: "outside your organization",
    Difference.NETWORK: "from a different circle",
    Difference.EXPERIENCE: "with different experience",
}


def people(view: People, look: Look) -> Iterator[Line]:
    """Everything `people` shows."""
    if not view.helpers and not view.considered:
        command = wording.command("new-agreement", "NAME", "--helps-with", "feedback")
        yield from hint("Nobody helps you yet, as far as your journal says.", command, look)
        yield from _promised(view, look)
        return
    drawn = list(people_map(view, look))
    yield from drawn or (text for help_ in view.helps for text in _help(help_, look))
    yield line()
    yield from _alone([help_ for help_ in view.helps if help_.by], look)
    yield from _considered(view, look)
    yield from _differences(view, look)
    yield from _next(view, look)
    yield from _undescribed(view, look)
    yield from _promised(view, look)


def _help(help_: Help, look: Look) -> Iterator[Line]:
    first = padded(plain(f"{' ' * _INDENT}{kind_of(help_)}"), _COLUMN)
    names = {person.handle: look.safe(person.name) for person in (*help_.by, *help_.could)}
    by, might = _givers(help_, names)
    yield from hanging(first, f"{by}{might}", look, column=_COLUMN)


def _givers(help_: Help, names: Mapping[str, str]) -> tuple[str, str]:
    """Who gives it, and who might: “only Dana”, “; Ed might”."""
    by, could = (
        ", ".join(names[person.handle] for person in who) for who in (help_.by, help_.could)
    )
    alone = "only " if len(help_.by) == 1 else ""
    return f"{alone}{by}" or _NOBODY, f"; {could} might" if could else ""


def _alone(covered: Sequence[Help], look: Look) -> Iterator[Line]:
    everyone = {person.handle for help_ in covered for person in help_.by}
    if len(everyone) == 1 and len(covered) > 1:
        name = wording.first_name(look.safe(covered[0].by[0].name))
        yield from filled(f"All of this comes from {name}.", look)


def _considered(view: People, look: Look) -> Iterator[Line]:
    if view.considered:
        names = ", ".join(look.safe(person.name) for person in view.considered)
        yield from hint(f"Being considered: {names}.", wording.command("candidate"), look)


def _differences(view: People, look: Look) -> Iterator[Line]:
    if view.differ:
        yield from filled(f"Someone differs from you in {wording.every(view.differ)}.", look)
    if view.alike and view.differ:
        yield from filled(f"Nobody differs in {wording.either(view.alike)}.", look)


def _next(view: People, look: Look) -> Iterator[Line]:
    wanted = view.wanted
    if wanted.function is None and wanted.difference is None:
        return
    origin = f" {_FROM[wanted.difference]}" if wanted.difference else ""
    does = f" who {_WHO[wanted.function]}" if wanted.function else ""
    joint = " and" if origin.startswith(" who") and does else ""
    text = f"Next, look for someone{origin}{joint}{does}:"
    yield from hint(text, wording.command("candidate", "NAME"), look)


def _undescribed(view: People, look: Look) -> Iterator[Line]:
    for person in view.undescribed[:1]:
        name = look.safe(person.name)
        text = f"You've noted none of this yet for {name}:"
        words = ("amend", person.handle, "--helps-with", "feedback", "--differs", "industry")
        yield from hint(text, wording.command(*words), look)


def _promised(view: People, look: Look) -> Iterator[Line]:
    if view.promised:
        yield from filled(look.safe(promised(view.promised)), look)


_FEWEST = 2  # people; with one there is no map
_NOBODY = "nobody yet"


def people_map(view: People, look: Look) -> Iterator[Line]:
    """A line of names, a line for each kind of help, and what the signs mean; or nothing."""
    might = (person for person in view.considered if person.helps_with)
    names = _names_across((*view.helpers, *might), look)
    label = _INDENT + max(len(kind_of(help_)) for help_ in view.helps)
    column = sum(GAPS[1] + cell_len(name) for name in names.values())
    room = min(look.width, MOST) - label - column - GAPS[0]
    if look.plain or len(names) < _FEWEST or room < len(_NOBODY):
        return
    heading = ((f"{' ' * GAPS[1]}{name}", Style.FAINT) for name in names.values())
    yield line(" " * label, *heading)
    for help_ in view.helps:
        first = padded(plain(f"{' ' * _INDENT}{kind_of(help_)}"), label)
        signs = (_sign(help_, handle, cell_len(name), look) for handle, name in names.items())
        yield stripped(line(*first, *signs, " " * GAPS[0], *_beside(help_, names, room)))
    yield line(" " * _INDENT, (_key(view, look), Style.FAINT))


def kind_of(help_: Help) -> str:
    return wording.spelled(help_.function)


def _names_across(everyone: Sequence[Person], look: Look) -> dict[str, str]:
    """Handle -> what to call them: the first name if it is unique."""
    known = {person.handle: look.safe(person.name) for person in everyone}
    first = {handle: wording.first_name(name) for handle, name in known.items()}
    alike = wording.namesakes((name, handle) for handle, name in first.items())
    return {handle: handle if name in alike else name for handle, name in first.items()}


def _sign(help_: Help, handle: str, width: int, look: Look) -> Part:
    """The sign under the beginning of a name."""
    by, could = ({person.handle for person in who} for who in (help_.by, help_.could))
    if handle in by | could:
        sign, style = look.marks.met if handle in by else look.marks.missed, Style.PLAIN
    else:
        sign, style = look.marks.not_yet, Style.FAINT
    return f"{' ' * GAPS[1]}{sign}{' ' * (width - 1)}", style


def _beside(help_: Help, names: Mapping[str, str], room: int) -> Iterator[Part]:
    """Names, or just "only X" if narrow."""
    by, might = _givers(help_, names)
    fitting = (words for words in (by + might, by) if cell_len(words) <= room)
    yield next(fitting, ""), Style.PLAIN


def _key(view: People, look: Look) -> str:
    might = f"{look.marks.missed} might{KEY_GAP}" if any(h.could for h in view.helps) else ""
    return f"{look.marks.met} helps{KEY_GAP}{might}{look.marks.not_yet} not noted"


def promised(view: Promised) -> str:
    """The sentence on hours: Of the 6 h a month that you can give, 3 h 15 is promised: …"""
    can = f"{duration(view.hours * 60)} a month"
    shares = [f"{person.name} {duration(person.minutes)}" for person in view.by if person.minutes]
    uncounted = [person.name for person in view.by if person.minutes is None]
    beside = f" Not counted: {', '.join(uncounted)}." if uncounted else ""
    if not shares:
        return f"You can give {can}, and have promised nothing yet.{beside}"
    done = f"{duration(view.minutes)} is already promised: {', '.join(shares)}"
    return f"Of your {can}, {done}.{beside}"


def adding(view: Promised, minutes: int | None) -> str:
    """What is promised, and what a new agreement adds in minutes (None: unknown)."""
    if minutes is None:
        return f"{promised(view)} What this adds can't be counted."
    whole = duration(view.minutes + minutes)
    return f"{promised(view)} This adds {duration(minutes)}, {whole} in all."
