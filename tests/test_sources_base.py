"""Finding sources, and selectors that refuse."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from sources.base import UnreadablePage, all_sources, many, one

PAGE = BeautifulSoup("<main><h1>En</h1><p>To</p><p>Tre</p></main>", "lxml")


def test_one_wants_exactly_one() -> None:
    assert one(PAGE, "h1").get_text() == "En"
    with pytest.raises(UnreadablePage, match="ventet ett treff på «p», fant 2"):
        one(PAGE, "p")
    with pytest.raises(UnreadablePage, match="fant 0"):
        one(PAGE, "h2")


def test_many_wants_some() -> None:
    assert [found.get_text() for found in many(PAGE, "p")] == ["To", "Tre"]
    with pytest.raises(UnreadablePage, match="fant ingen «li»"):
        many(PAGE, "li")


def test_sources_are_found_by_looking() -> None:
    found = all_sources()
    assert list(found) == sorted(found)
    assert found["forskningsradet"].key == "forskningsradet"
    assert list(found["forskningsradet"].probes(())) != []
