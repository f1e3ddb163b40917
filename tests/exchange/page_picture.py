"""The picture of a page that the README shows: the page itself, framed as SVG. Run it to write it:

    python tests/exchange/page_picture.py

It changes only in a commit that says why.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from views.people import TODAY, dana

from mentorlog.exchange.formats.html import reviewed
from mentorlog.views.retrospect import PeriodKind, calendar, retrospect

GOLDEN = Path(__file__).parent.parent / "golden" / "page.svg"
WIDTH, HEIGHT = 780, 815  # pixels; it ends below the third meeting
_FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" role="img"
 viewBox="0 0 {width} {height}" width="{width}" height="{height}">
<title>A year of mentorlog on one page, for printing</title>
<style>{style}</style>
<foreignObject width="{width}" height="{height}">
<html xmlns="http://www.w3.org/1999/xhtml">{body}</html>
</foreignObject>
</svg>
"""


def picture() -> str:
    """What `review dana-oz --period year --format html` makes, as an image of a fixed size."""
    page = reviewed(retrospect(dana(), calendar(PeriodKind.YEAR, dt.date(2026, 1, 1), TODAY)))
    found = re.search(r"(?s)<style>(.*?)</style>.*(<body>.*</body>)", page)
    assert found is not None
    style = re.sub(
        r"(?s)@media \(max-width.*?\n}\n", "", found[1]
    )  # it is never narrow, only small
    body = found[2].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    return _FRAME.format(width=WIDTH, height=HEIGHT, style=style, body=body)


if __name__ == "__main__":
    GOLDEN.write_text(picture(), encoding="utf-8")
