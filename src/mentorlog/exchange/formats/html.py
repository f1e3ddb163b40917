"""An export as a page for a browser or a printer: one file that asks for nothing, runs nothing.

What it says, `leaves` know. Everything that anybody wrote is escaped by the template engine; the
only style that counts is ours, which the page's own security policy knows by its hash. Needs
Jinja2 (extra `page`).
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from functools import partial
from importlib import resources
from typing import Any

from mentorlog.errors import Refused
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.exports import Export
from mentorlog.exchange.formats import Choices, told_readers
from mentorlog.exchange.leaves import Leaf, exported
from mentorlog.frozen import dataclass
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import day, long_day

_PACKAGE, _FOLDER = "mentorlog.exchange", "pages"
_RIGHT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_FROM_RIGHT = re.compile(rf"({_RIGHT}+(?:[\W\d]+{_RIGHT}+)*)")  # Hebrew, Arabic and their kin
_FOR = {
    Audience.ME: "For yourself: everything but what is held in confidence",
    Audience.THEM: "What you both agreed and did",
    Audience.OTHERS: "Dates and lengths of meetings",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`about`: for whom, and since when. `left_out`: how much is not in it; "" for nothing."""

    title: str
    as_of: dt.date
    about: str
    leaves: tuple[Leaf, ...]
    left_out: str = ""


def written(export: Export, _: Choices) -> str:
    """A section for everyone. Raises Refused if the extra is not installed."""
    names = [safe(person.relationship.name) for person in export.people]
    since = f", since {day(export.since, export.as_of)}" if export.since else ""
    return document(
        Sheet(
            title=f"Mentoring: {names[0]}" if len(names) == 1 else "Mentoring",
            as_of=export.as_of,
            about=f"{_FOR[export.audience]}{since}",
            leaves=tuple(exported(person, export) for person in export.people),
            left_out=told_readers(export.left_out),
        )
    )


def document(sheet: Sheet) -> str:
    """The whole file. Raises Refused if the extra is not installed."""
    jinja2 = _library()
    style = (resources.files(_PACKAGE) / _FOLDER / "page.css").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(_PACKAGE, _FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["aligned"] = partial(_aligned, markup=jinja2.utils.markupsafe.Markup)
    text: str = environment.get_template("page.html.j2").render(
        sheet=sheet,
        seen_on=f"{long_day(sheet.as_of)} {sheet.as_of.year}",
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
    return text


def _aligned(text: str, markup: Any) -> Any:
    """The text with what is written from right to left apart, so that it turns nothing round."""
    return markup().join(
        markup("<bdi>{}</bdi>").format(part) if at % 2 else markup.escape(part)
        for at, part in enumerate(_FROM_RIGHT.split(text))
    )


def _library() -> Any:
    try:
        import jinja2
    except ModuleNotFoundError:
        raise Refused(
            "Pages need the extra page, which is not installed.",
            'python -m pip install "mentorlog[page]"',
        ) from None
    return jinja2
