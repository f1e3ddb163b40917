"""`find` as lines: every mention in context, or contributions by topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from mentorlog.commands.find.view import Asked, Gathered, Gift, Match, Matches
from mentorlog.domain.entries import Direction
from mentorlog.terminal import wording
from mentorlog.terminal.entry import LABELS
from mentorlog.terminal.layout import MOST, apart, ends, hanging, joined
from mentorlog.terminal.look import Line, Look, Style, cell_len, cut, line, plain
from mentorlog.terminal.wording import day, not_searched
from mentorlog.views.loops import REPORTED_BACK

_INDENT = 2
_COLUMN = 18  # cells before a text
_LEAST = 20  # cells of a text, however narrow the terminal


def text(view: Matches | Gathered, look: Look) -> Iterator[Line]:
    """Everything `find` shows, newest last."""
    yield from apart(_groups(view, look) if isinstance(view, Gathered) else _entries(view, look))
    yield from _skipped(view)


def _nothing(asked: Asked, look: Look) -> str:
    """The sentence for no results: Nothing given or received about “the budget”."""
    type_ = f", of the type {wording.spelled(asked.type)}" if asked.type else ""
    about = f" about {wording.quoted(asked.topic, look)}" if asked.topic else ""
    text = f" that mentions {wording.quoted(asked.text, look)}" if asked.text else ""
    return f"Nothing given or received{about}{text}{type_}."


def _groups(view: Gathered, look: Look) -> Iterator[Iterable[Line]]:
    if not view.groups:
        yield [line(_nothing(view.asked, look))]
    yield from (_group(topic, gifts, view, look) for topic, gifts in view.groups.items())


def _group(topic: str | None, gifts: Iterable[Gift], view: Gathered, look: Look) -> Iterator[Line]:
    """What several people said about one topic, what I did, and how it went."""
    yield line((wording.sentence(look.safe(topic or "Without a topic")), Style.STRONG))
    for gift in gifts:
        name = look.safe(gift.name)
        who = name if gift.direction is Direction.RECEIVED else f"you, to {name}"
        first = ((f"  {day(gift.date, view.as_of)}", Style.FAINT),)
        text = f"{who}: {wording.quoted(gift.text, look)}"
        yield from hanging(first, text, look, column=_COLUMN)
        if came := _came(gift, view, look):
            yield from hanging((), came, look, column=_COLUMN)


def _came(gift: Gift, view: Gathered, look: Look) -> str:
    """The outcome of a contribution, and whether they know it."""
    outcome = look.safe(gift.outcome or "")
    if gift.direction is Direction.GIVEN or gift.type not in REPORTED_BACK:
        return outcome
    reported = f"told {day(gift.told_them_on, view.as_of)}" if gift.told_them_on else ""
    if not outcome:
        return reported or "outcome not noted"
    return joined((outcome, reported or "not reported back yet"), "; ")


def _entries(view: Matches, look: Look) -> Iterator[Iterable[Line]]:
    if not view.items:
        yield [line(f"Nothing here mentions {wording.quoted(view.sought, look)}.")]
    for _, group in groupby(view.items, key=lambda match: (match.handle, match.id)):
        yield _entry(list(group), view, look)


def _entry(matches: list[Match], view: Matches, look: Look) -> Iterator[Line]:
    first = matches[0]
    name = look.safe(first.name)
    if first.kind is None or first.date is None:
        yield line((name, Style.STRONG))
    else:
        kind = wording.sentence(wording.spelled(first.kind))
        heading = ((day(first.date, view.as_of), Style.STRONG), *plain(f"  {kind}, {name}"))
        yield from ends(heading, ((first.id or "", Style.FAINT),), min(look.width, MOST))
    yield from (_context(match, look) for match in matches)


_PARTS = {  # what is named here otherwise than in `terminal.entry`: parts, and one of several
    "action_items text": "action item",
    "action_items why": "dropped because",
    "goals title": "goal",
    "goals why": "goal, because",
    "goals success_measure": "goal, measured by",
    "focus_areas": "working on",
    "out_of_scope": "not about",
    "ground_rules": "ground rule",
    "function": "job",
}


def _label(field: str) -> str:
    if label := LABELS.get(field):
        return label if label.startswith("I ") else label[0].lower() + label[1:]
    return _PARTS.get(field, field.replace("_", " "))


def _context(match: Match, look: Look) -> Line:
    """One line of the field, around its first match."""
    label = " " * _INDENT + look.safe(_label(match.field))
    gap = " " * max(1, _COLUMN - cell_len(label))
    more = f" ({len(match.spans)} times)" if len(match.spans) > 1 else ""
    room = max(_LEAST, min(look.width, MOST) - max(_COLUMN, cell_len(label) + 1) - len(more))
    begin, end = match.spans[0]
    before, hit, after = (
        _shown(part, look) for part in (match.text[:begin], match.text[begin:end], match.text[end:])
    )
    left = max(0, room - cell_len(hit))
    before = cut(before[::-1], max(left // 3, left - cell_len(after)), look)[::-1]  # its end
    after = cut(after, max(0, left - cell_len(before)), look)
    return line(
        (label, Style.FAINT), gap, before.lstrip(), (hit, Style.STRONG), after, (more, Style.FAINT)
    )


def _shown(text: str, look: Look) -> str:
    return look.verbatim(text.replace("\r", "").replace("\n", " "))


def _skipped(view: Matches | Gathered) -> Iterator[Line]:
    """How many entries were not searched."""
    if view.items and (view.in_confidence or view.sealed):
        yield line()
    for text in not_searched(view.in_confidence, view.sealed):
        yield line((text, Style.FAINT))
