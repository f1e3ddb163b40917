"""Kinds of help down, people across: a map of who helps with what. Decides signs and columns.

It is drawn where there are two people or more, and room for them; every sign has its word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from mentorlog.terminal import wording
from mentorlog.terminal.layout import GAPS, KEY_GAP, MOST, Part, line, padded, plain, stripped
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.views.people import Help, People, Person

_INDENT = 2
_FEWEST = 2  # people; one is no map
_NOBODY = "nobody yet"


def people_map(view: People, look: Look) -> Iterator[Text]:
    """A line of names, one for each kind of help, and what the signs mean; nothing for no map."""
    might = (one for one in view.considered if one.helps_with)
    names = _names((*view.helpers, *might), look)
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
    return help_.function.replace("_", " ")


def _names(everyone: Sequence[Person], look: Look) -> dict[str, str]:
    """What to call each, by handle: by the first name where that is one person's."""
    known = {one.handle: safe(one.name, ascii_only=look.ascii_only) for one in everyone}
    first = {handle: wording.first_name(name) for handle, name in known.items()}
    alike = wording.namesakes((name, handle) for handle, name in first.items())
    return {handle: handle if name in alike else name for handle, name in first.items()}


def _sign(help_: Help, handle: str, width: int, look: Look) -> Part:
    """Under the beginning of a name."""
    if _among(help_.by, handle):
        sign, style = look.marks.met, Style.PLAIN
    elif _among(help_.could, handle):
        sign, style = look.marks.missed, Style.PLAIN
    else:
        sign, style = look.marks.not_yet, Style.FAINT
    return f"{' ' * GAPS[1]}{sign}{' ' * (width - 1)}", style


def _beside(help_: Help, names: Mapping[str, str], room: int) -> Iterator[Part]:
    """The same in words; where there is no room, only that it hangs on one person, or on nobody."""
    by, could = (", ".join(names[one.handle] for one in who) for who in (help_.by, help_.could))
    said = f"{'only ' if len(help_.by) == 1 else ''}{by}" or _NOBODY
    longer = f"{said}; {could} might" if could else said
    fitting = (words for words in (longer, said) if cell_len(words) <= room)
    yield next(fitting, ""), Style.PLAIN


def _among(people: Sequence[Person], handle: str) -> bool:
    return any(one.handle == handle for one in people)


def _key(view: People, look: Look) -> str:
    might = f"{look.marks.missed} might{KEY_GAP}" if any(h.could for h in view.helps) else ""
    return f"{look.marks.met} helps{KEY_GAP}{might}{look.marks.not_yet} not noted"
