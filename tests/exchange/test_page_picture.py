"""The picture of a page in the README is the page that is made today."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from exchange.page_picture import GOLDEN, picture


def test_it_is_the_page_of_today() -> None:
    assert GOLDEN.read_text("utf-8") == picture()


def test_it_is_whole_and_asks_for_nothing() -> None:
    made = picture()

    assert ET.fromstring(made).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - it is ours
    assert set(re.findall(r"https?://[^\"]+", made)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xhtml",
    }
