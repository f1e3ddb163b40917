"""Pages in a real Chromium: at a phone's and at a laptop's width, light and dark, and printed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from builders import agreement, contribution, meeting, note, pause, planned, relationship
from exchange.page_picture import GOLDEN, HEIGHT, WIDTH
from faults.browser import PROGRAM, Browser, browser
from views.people import TODAY, everyone

from mentorlog.domain.entries import Direction, Visibility
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import AgreementWords, Goal, MeetingWords, RelationshipWords
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.formats import Choices, export, written
from mentorlog.exchange.formats.html import reviewed
from mentorlog.views.board import board
from mentorlog.views.page import page
from mentorlog.views.retrospect import PeriodKind, overview, recent, retrospect

pytestmark = pytest.mark.faults

PHONE, LAPTOP = 390, 1280
HOSTILE = (
    "<script>document.title='ran'</script><img src=http://127.0.0.1:9/x onerror=alert(1)>",
    "</style></title></svg>--><h1>mine</h1>",
    "javascript:alert(1) {{ 7*7 }} {% raw %}",
    "\u202eegami\u202c \u2066x\u2069 \x1b[31m \x00 &lt;b&gt; \" ' `",
    "w" * 10_000,
    "\u05d3\u05e0\u05d4 \u674e\u5a1c \U0001f469\u200d\U0001f4bb",
)
CONTRAST = """(() => {
  const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => {
      v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 });
    return .2126 * r + .7152 * g + .0722 * b };
  const paper = light(getComputedStyle(document.documentElement).backgroundColor);
  const of = n => { const s = getComputedStyle(n);
    const ink = light(n instanceof SVGTextElement ? s.fill : s.color);
    return (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05) };
  const some = 'h1,h2,h3,h4,p,dt,dd,th,td,caption,li,text';
  return Math.min(...[...document.querySelectorAll(some)].map(of));
})()"""


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp(PROGRAM)) as opened:
        yield opened


def hostile() -> Relationship:
    """Whatever can be written anywhere, written everywhere, and open to everybody."""
    terms = AgreementWords(focus_areas=HOSTILE, goals=tuple(Goal(title=each) for each in HOSTILE))
    days = [TODAY - dt.timedelta(days=30 * n) for n in range(len(HOSTILE))]
    meetings = [
        meeting(day, visibility=Visibility.OPEN, words=MeetingWords(topics=(text,), notes=text))
        for day, text in zip(days, HOSTILE, strict=True)
    ]
    given = [
        contribution(day, Direction.RECEIVED, text, visibility=Visibility.OPEN)
        for day, text in zip(days, HOSTILE, strict=True)
    ]
    return relationship(
        agreement("2026-06-01", until="2027-06-01", words=terms, visibility=Visibility.OPEN),
        *meetings,
        *given,
        planned("2026-12-01"),
        pause("2026-09-01", "2026-09-20", reason=HOSTILE[1]),
        note("2026-11-01", HOSTILE[0]),
        name=" ".join(HOSTILE),
        words=RelationshipWords(why="\n".join(HOSTILE)),
    )


def pages() -> dict[str, str]:
    people = (*everyone(), hostile())
    since = dt.date(2026, 5, 22)
    year = recent(PeriodKind.YEAR, TODAY, TODAY)
    return {
        **{
            f"for {audience}": written(export(people, audience, TODAY), "html", Choices())
            for audience in Audience
        },
        "board": reviewed(board(people, TODAY, since=since)),
        "review": reviewed(page(hostile(), TODAY, since=since, whole_term=True)),
        "year": reviewed(retrospect(people[1], year)),
        "hostile year": reviewed(retrospect(hostile(), year)),
    }


PAGES = pages()


@pytest.fixture(params=PAGES)
def document(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGES[request.param], encoding="utf-8")
    return path


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_a_page_fits_asks_for_nothing_and_can_be_read(
    tab: Browser, document: Path, width: int, *, dark: bool
) -> None:
    tab.open(document, width=width, dark=dark)

    root = "document.documentElement"
    assert tab.value("innerWidth") == width
    assert tab.value(f"{root}.scrollWidth - {root}.clientWidth") <= 0
    assert tab.value(CONTRAST) >= 4.5  # WCAG 2.2, AA
    assert (tab.requests, tab.complaints) == ([], [])


def test_nothing_that_was_written_is_markup(tab: Browser, document: Path) -> None:
    tab.open(document, width=LAPTOP)

    assert tab.value("document.title").startswith(("Mentoring", "The last year"))
    assert (
        tab.value("document.querySelectorAll('script,img,a,iframe,object,link,[style]').length")
        == 0
    )
    assert tab.value("document.querySelectorAll('h1').length") == 1
    assert (
        tab.value(
            "/[\\x00-\\x08\\x1b\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body.innerText)"
        )
        is False
    )


def test_charts_and_tables_are_told_to_those_who_do_not_see_them(
    tab: Browser, document: Path
) -> None:
    tab.open(document, width=LAPTOP)

    unnamed = "[...document.querySelectorAll('[role=img]')].filter(n => !n.ariaLabel).length"
    loose = "[...document.querySelectorAll('th')].filter(n => !n.scope).length"
    order = "[...document.querySelectorAll('h1,h2,h3,h4')].map(n => +n.tagName[1])"
    levels = tab.value(order)
    assert (tab.value(unnamed), tab.value(loose)) == (0, 0)
    assert tab.value("document.documentElement.lang") == "en"
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


def test_a_page_prints(tab: Browser, document: Path) -> None:
    tab.open(document, width=LAPTOP)

    pdf = tab.pdf()

    assert pdf.startswith(b"%PDF-")
    assert re.findall(rb"/Type\s*/Page\b", pdf)
    assert (tab.requests, tab.complaints) == ([], [])


@pytest.mark.parametrize("people", [1, 5, 15])
def test_a_year_takes_no_more_sheets_than_people(tab: Browser, tmp_path: Path, people: int) -> None:
    period = recent(PeriodKind.YEAR, TODAY, TODAY)
    document = tmp_path / "year.html"
    view = overview([met_all_year(n) for n in range(people)], period)
    document.write_text(reviewed(view), encoding="utf-8")
    tab.open(document, width=LAPTOP)

    sheets = re.findall(rb"/Type\s*/Page\b", tab.pdf())

    assert len(sheets) <= people


def met_all_year(number: int) -> Relationship:
    """Met every four weeks, and gave and received at every third meeting."""
    days = [TODAY - dt.timedelta(days=28 * n + number) for n in range(1, 13)]
    terms = AgreementWords(
        focus_areas=("saying no", "leading without authority"),
        goals=(Goal(title="run the review alone"),),
    )
    about = MeetingWords(topics=("saying no",))
    return relationship(
        agreement(days[-1], words=terms),
        *(meeting(day, minutes=45, words=about) for day in days),
        *(contribution(day, Direction.GIVEN, "what the team thinks") for day in days[::3]),
        *(contribution(day, Direction.RECEIVED, "ask for it early") for day in days[::3]),
        handle=f"person-{number}",
        name=f"Person {number}",
        id=f"9f2k7m{number:02}",
    )


def test_the_browser_would_tell(tab: Browser, tmp_path: Path) -> None:
    """The measure itself: a page that asks, complains, overflows and is pale is told apart."""
    page = tmp_path / "bad.html"
    page.write_text(
        f'<p style="color: #999">pale</p><img src="missing.png"><p>{HOSTILE[4]}</p>'
        "<script>console.error('no')</script>",
        encoding="utf-8",
    )

    tab.open(page, width=PHONE)

    assert [url.rpartition("/")[2] for url in tab.requests] == ["missing.png"]
    assert len(tab.complaints) == 2
    assert tab.value("document.documentElement.scrollWidth") > PHONE
    assert tab.value(CONTRAST) < 4.5


def test_the_picture_in_the_readme_ends_between_two_meetings(tab: Browser) -> None:
    tab.open(GOLDEN, width=WIDTH)

    rows = "[...document.querySelectorAll('tr')].map(row => row.getBoundingClientRect().bottom)"
    frame = "document.documentElement.getBoundingClientRect()"
    assert tab.value(f"{frame}.height / {frame}.width") == pytest.approx(HEIGHT / WIDTH)
    assert min(abs(HEIGHT - bottom) for bottom in tab.value(rows)) < 3
    assert (tab.requests, tab.complaints) == ([], [])
