"""What nobody has confirmed about the content API, each with a test over one night's pages.

A test answers None where the night has nothing to test it on. The prose of each assumption stands in the package
docstring too; that the two agree is tested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from calls.fetch import UnreadableText, page_text
from calls.model import Json, Page
from calls.words import clean
from sources.base import Assumption, Mark, UnreadablePage
from sources.innovasjonnorge.labels import fact_name
from sources.innovasjonnorge.listing import LISTING, result
from sources.innovasjonnorge.service import is_funding, points, types
from sources.innovasjonnorge.texts import members, titles

Pages = Mapping[str, Page]
Test = Callable[[Pages], bool | None]

KINDS_QUERY = "array::unique(*[]._type)"
_CALL_TYPES = ("call", "funding", "grant", "utlysning", "announcement")


def _all(values: Iterable[bool]) -> bool | None:
    """None of nothing, else whether all hold."""
    found = list(values)
    return all(found) if found else None


def _seen(values: Iterable[bool]) -> bool | None:
    """True when it was seen once; None when it was not: not to see a thing does not refute it."""
    return True if any(values) else None


def _answer(pages: Pages) -> Page | None:
    return next((pages[url] for url in sorted(pages) if url.endswith(f"#{LISTING}")), None)


def _records(pages: Pages) -> list[dict[str, Json]]:
    page = _answer(pages)
    try:
        return [one for one in result(page) if isinstance(one, dict)] if page else []
    except UnreadablePage:
        return []


def _raw_labels(pages: Pages) -> list[str]:
    found = [one.get("title") for record in _records(pages) for one in members(record.get("facts")) if one != []]
    return [label for label in found if isinstance(label, str)]


def _json(pages: Pages) -> bool | None:
    return None if _answer(pages) is None else bool(_records(pages))


def _published(pages: Pages) -> bool | None:
    return _all(not str(record.get("_id")).startswith(("drafts.", "versions.")) for record in _records(pages))


def _labels(pages: Pages) -> bool | None:
    return _all(fact_name(label) is not None for label in _raw_labels(pages))


def _whole_path(pages: Pages) -> bool | None:
    paths = [record.get("path") for record in _records(pages)]
    return _all(clean(path).startswith("/") for path in paths if isinstance(path, str))


def _shared(pages: Pages) -> bool | None:
    texts = [one for record in _records(pages) for one in members(record.get("sharedTexts"))]
    return _all(isinstance(one, dict) and bool(one.get("title")) and bool(one.get("content")) for one in texts)


def _call_type(pages: Pages) -> bool | None:
    said = [text.casefold() for record in _records(pages) for text in types(points(record))]
    return _seen("utlysning" in text for text in said)


def _sign_up(pages: Pages) -> bool | None:
    found = [
        record
        for record in _records(pages)
        if any(clean(label).casefold().startswith("påmelding") for label, _ in points(record))
    ]
    return _all(not is_funding(record) for record in found)


def _invisible(pages: Pages) -> bool | None:
    return _seen(" ".join(label.split()) != clean(label) for label in _raw_labels(pages))


def _robots(pages: Pages) -> bool | None:
    page = next((pages[url] for url in sorted(pages) if urlsplit(url).path == "/robots.txt"), None)
    try:
        return None if page is None else "user-agent" in page_text(page).lower()
    except UnreadableText:
        return False


def _kinds(pages: Pages) -> bool | None:
    page = next((pages[url] for url in sorted(pages) if "array%3A%3Aunique" in url and "#" not in url), None)
    if page is None:
        return None
    try:
        names = [name.casefold() for name in titles(result(page))]
    except UnreadablePage:
        return False
    return "service" in names and not any(word in name for name in names for word in _CALL_TYPES)


_ROWS: tuple[tuple[str, Mark, str, Test], ...] = (
    ("api_json", "likely", "the dataset answers a plain GET with JSON that has a list in result", _json),
    ("perspective", "likely", "with perspective=published there are no drafts among the records", _published),
    ("service_nb", "likely", "services have _type service and language nb", _json),
    ("labels", "likely", "every label of key points is one that we know", _labels),
    ("whole_path", "likely", "slug.current is a whole path that begins with a slash", _whole_path),
    ("shared_texts", "likely", "additionalInformation refers to texts with title and content", _shared),
    ("type_call", "likely", "Type tjeneste may be Utlysning", _call_type),
    ("sign_up", "guess", "Påmeldingsfrist stands only on courses and programmes, never on funding", _sign_up),
    ("invisible", "likely", "labels may hold invisible characters", _invisible),
    ("robots", "guess", "the API host has a robots.txt; its text is not known", _robots),
    ("types", "guess", "the dataset has the type service and no type of its own for calls", _kinds),
)

ASSUMPTIONS = tuple(Assumption(name, mark, text, test) for name, mark, text, test in _ROWS)
