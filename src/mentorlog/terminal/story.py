"""A timeline as lines: an entry a paragraph, newest last; or one entry alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mentorlog.terminal import wording
from mentorlog.terminal.entry import Fact, about, facts, raw, title
from mentorlog.terminal.layout import MOST, Line, cell_len, ends, hanging, joined, line, plain, way
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.loops import WITHHELD
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import counted, day, every, number
from mentorlog.views.story import Chapter, Course, Story

_INDENT = 2
_COLUMN = 18  # cells before a text


def story(view: Story, look: Look) -> Iterator[Line]:
    """Everything `show` shows."""
    if view.whole:
        yield from _person(view, look)
    for at, chapter in enumerate(view.chapters):
        if at or view.whole:
            yield line()
        yield from _paragraph(chapter, view, look)
    if held_back := wording.held_back(chapter.withheld for chapter in view.chapters):
        word = view.relationship.handle if view.whole else view.chapters[0].entry.id
        yield line()
        yield from way(f"{held_back}; see it with", wording.command("show", word, "--reveal"), look)


def _person(view: Story, look: Look) -> Iterator[Line]:
    person = view.relationship
    role = f", your {wording.THEIR_ROLE[person.my_role]}" if person.my_role else ""
    name = look.safe(person.name)
    count = len(view.chapters)
    entries = counted(count, "entry")
    yield from ends(
        ((name, Style.STRONG), *plain(role)), ((entries, Style.FAINT),), min(look.width, MOST)
    )
    yield from _facts((*about(person.words, view.as_of), *raw(view.unknown)), look)
    if view.course:
        yield from hanging(plain(" " * _INDENT), _course(view.course, view), look, column=_INDENT)


def _course(course: Course, view: Story) -> str:
    """The whole course: You noticed Dana on Mon 2 Mar, agreed on Wed 1 Apr, and parted on …"""
    name = wording.first_name(safe(view.relationship.name))
    noticed, agreed, last, parted = (
        day(date, view.as_of) if date else ""
        for date in (course.noticed, course.agreed, course.last_met, course.parted)
    )
    often = wording.times(course.met, number)
    steps = (
        f"noticed {name} on {noticed}" if noticed else "",
        f"agreed on {agreed}" if agreed else "",
        f"met {often}, the last time on {last}" if course.met > 1 else "",
        f"met on {last}" if course.met == 1 else "",
    )
    before = joined(steps, ", ")
    return f"You {before}{', and ' if before else ''}ended it on {parted}."


def _paragraph(chapter: Chapter, view: Story, look: Look) -> Iterator[Line]:
    entry, today = chapter.entry, view.as_of
    who = "" if view.whole else f", {look.safe(view.relationship.name)}"
    heading = ((day(entry.date, today), Style.STRONG), *plain(f"  {title(entry)}{who}"))
    yield from ends(heading, ((entry.id, Style.FAINT),), min(look.width, MOST))
    with_ = [("With", every(chapter.others))] if chapter.others else []
    yield from _facts((*with_, *facts(entry, today), *raw(chapter.unknown)), look)
    if chapter.withheld:
        yield line(" " * _INDENT, (WITHHELD[chapter.withheld], Style.FAINT))
    if not view.whole:
        yield line(
            (f"{' ' * _INDENT}{'File':{_COLUMN - _INDENT}}", Style.FAINT), safe(chapter.file)
        )


def _facts(pairs: Iterable[Fact], look: Look) -> Iterator[Line]:
    """The facts with labels; a text without one starts in the labels' column, indents kept."""
    for label, text in pairs:
        shown = " " * _INDENT + look.safe(label)
        if cell_len(shown) + 1 > _COLUMN:
            yield from hanging((), shown.strip(), look, column=_INDENT, style=Style.FAINT)
            shown = ""
        for part in look.paragraphs(text):
            words = part.lstrip(" ")
            deep = (_COLUMN if label else _INDENT) + len(part) - len(words)
            yield from hanging(((shown, Style.FAINT),), words, look, column=deep)
            shown = ""
