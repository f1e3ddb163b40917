"""How output looks: width, signs and the few styles, for one terminal or file.

Colour only supports what a word or sign already says. The two colours are dark hues of the
256-colour palette with a contrast of 4:1 on black and on white.
"""

from __future__ import annotations

from enum import StrEnum

from mentorlog.frozen import dataclass
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
