"""How output looks: width, signs and the few styles; and lines of styled parts.

Colour only supports what a word or sign already says. The two colours are dark hues of the
256-colour palette with a contrast of 4:1 on black and on white.
"""

from __future__ import annotations

from collections.abc import Iterable

from mentorlog.frozen import StrEnum, dataclass
from mentorlog.terminal import safe


class Style(StrEnum):
    """Every style in use, as the codes of a terminal with 256 colours."""

    PLAIN = ""
    STRONG = "1"  # bold
    FAINT = "2"
    CALLS = "38;5;130"  # amber: someone is waiting for you
    COMMAND = "38;5;30"  # teal: can be copied
    WRONG = "31"  # red: damage and failure only, never a late meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The signs used beside words. Every one takes one cell, except the ellipsis and arrow.

    `gone`, `to_come`: a past or coming day of a timeline on which nothing happened. `bars`: from
    few to many.
    """

    met: str = "●"
    late: str = "◐"
    missed: str = "○"
    paused: str = "‖"
    not_yet: str = "·"
    moved: str = "▷"
    called_off: str = "\u00d7"  # a multiplication sign
    planned: str = "◇"
    gone: str = "─"
    to_come: str = "·"
    bars: str = "▂▄▆█"
    change: str = "▲"
    ellipsis: str = "…"
    nothing: str = "\u2013"
    between: str = " · "
    to: str = "→"
    opening: str = "“"
    closing: str = "”"

    def sign(self, name: str) -> str:
        """The sign that is called so: "not yet" is `not_yet`."""
        return str(getattr(self, name.replace(" ", "_")))


ASCII = Marks(
    met="*",
    late="~",
    missed="o",
    paused="=",
    not_yet=".",
    moved=">",
    called_off="x",
    planned="+",
    gone="-",
    to_come=".",
    bars=":+*#",
    change="^",
    ellipsis="..",
    nothing="-",
    between=" | ",
    to="->",
    opening='"',
    closing='"',
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How lines look. `width` in cells. `plain`: one record a line, never cut, wrapped or styled.

    `ascii_only`: nothing else can be shown, so user text is transliterated to ASCII. `whole`: no
    text is cut, however long.
    """

    width: int = 80
    plain: bool = False
    ascii_only: bool = False
    whole: bool = False

    @property
    def marks(self) -> Marks:
        return ASCII if self.plain or self.ascii_only else Marks()

    def safe(self, text: str) -> str:
        """User text on one line, as `safe.safe`."""
        return safe.safe(text, ascii_only=self.ascii_only)

    def verbatim(self, text: str) -> str:
        """User text on one line with its blanks, as `safe.verbatim`."""
        return safe.verbatim(text, ascii_only=self.ascii_only)

    def paragraphs(self, text: str) -> tuple[str, ...]:
        """The lines of a longer text, as `safe.paragraphs`."""
        return safe.paragraphs(text, ascii_only=self.ascii_only)


Part = tuple[str, Style]
Cell = tuple[Part, ...]


class Line:
    """One line of differently styled parts. (Importing Rich's takes as long as a whole board.)"""

    __slots__ = ("parts",)

    def __init__(self, parts: Iterable[Part]) -> None:
        self.parts = tuple(parts)

    @property
    def plain(self) -> str:
        """The text without styles."""
        return "".join([words for words, _ in self.parts])

    @property
    def cell_len(self) -> int:
        return width_of(self.parts)

    def styled(self) -> str:
        """The line with escape codes for a terminal with 256 colours."""
        return "".join([f"\x1b[{s}m{w}\x1b[0m" if s and w else w for w, s in self.parts])


def line(*parts: Part | str) -> Line:
    """One line of differently styled parts."""
    return Line([(part, Style.PLAIN) if isinstance(part, str) else part for part in parts])


def plain(text: str) -> Cell:
    return ((text, Style.PLAIN),)


def padded(cell: Cell, width: int) -> Cell:
    """The cell, with spaces added up to `width` cells."""
    return (*cell, (" " * (width - width_of(cell)), Style.PLAIN))


def cell_len(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if (text.isascii() and text.isprintable()) or _NARROW.issuperset(text):
        return len(text)
    from rich import cells  # most texts don't need its tables

    return cells.cell_len(text)


def chopped(text: str, width: int) -> list[str]:
    """The text in pieces of at most `width` cells."""
    if cell_len(text) == len(text):
        return [text[at : at + width] for at in range(0, len(text), width)] or [""]
    from rich import cells

    return cells.chop_cells(text, width) or [""]


# Characters of one cell: Latin, Greek and Cyrillic letters, our signs and quotation marks.
_NARROW = frozenset(
    [
        chr(code)
        for first, last in ((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2FF), (0x370, 0x482))
        for code in range(first, last + 1)
    ]
) | {*"─▂▄▆█●◐○◇▷▲‖…→–—‘’“”"}  # noqa: RUF001 - just these


def width_of(cell: Cell) -> int:
    return sum(cell_len(text) for text, _ in cell)


def cut(text: str, width: int, look: Look) -> str:
    """At most `width` cells, with an ellipsis if cut; plain or whole looks cut nothing."""
    if look.plain or look.whole or cell_len(text) <= width:
        return text
    ellipsis = look.marks.ellipsis
    room = width - cell_len(ellipsis)
    return (chopped(text, room)[0].rstrip() if room > 0 else "") + ellipsis
