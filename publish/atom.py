"""The rows as an Atom feed (RFC 4287): one entry a row, in their order, told anew when the funder changes the call.

Written with lxml, which escapes; why no feed library: docs/decisions/0011-take-along.md.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from calls.tongue import say, tongue
from publish.links import web_address
from publish.night_rows import NightRows
from publish.plain_text import cut, one_line, visible
from publish.rows import Row, records
from publish.selection_query import query_of
from publish.selection_words import selection_words
from publish.words import OSLO

ATOM = "http://www.w3.org/2005/Atom"
NAMES = uuid5(NAMESPACE_URL, "urn:utlysningsradar:atom")
TITLE_LIMIT = 500
TEXT_LIMIT = 4000


def atom_feed(found: NightRows, address: str | None = None) -> bytes:
    """The feed. address: where it is read, None where it is a file. Equal rows of a night give equal bytes."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", tongue())
    query = urlencode(query_of(found.selection))
    _add(feed, "id", uuid5(NAMES, query).urn)
    _add(feed, "title", "Utlysningsradar")
    _add(feed, "subtitle", one_line(selection_words(found.selection, found.profiles), TEXT_LIMIT))
    _add(feed, "updated", _written(found.night.began_at))
    _add(_add(feed, "author"), "name", "Utlysningsradar")
    _add(feed, "generator", "Utlysningsradar")
    if address and web_address(address):
        _add(feed, "link", rel="self", type="application/atom+xml", href=address)
    for row in records(found.rows):
        feed.append(_entry(row))
    return bytes(etree.tostring(feed, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _entry(row: Row) -> etree._Element:
    entry = etree.Element(f"{{{ATOM}}}entry")
    _add(entry, "id", entry_id(row))
    _add(entry, "title", one_line(row["title"], TITLE_LIMIT), type="text")
    _add(entry, "updated", _written(_changed(row)))
    _add(entry, "published", _written(row["first_seen_at"]))
    _add(_add(entry, "author"), "name", one_line(row["funder"], TITLE_LIMIT))
    _add(
        entry, "category", term=one_line(row["profile"], TITLE_LIMIT), label=one_line(row["profile_title"], TITLE_LIMIT)
    )
    if address := web_address(row["url"]):
        _add(entry, "link", rel="alternate", href=address)
    # Plain text, so that no reader takes what a funder wrote for markup.
    _add(entry, "content", _text(row), type="text")
    return entry


def entry_id(row: Row) -> str:
    """What names a row in every feed: the project and the call."""
    return uuid5(NAMES, "\n".join((row["cluster"], row["profile"], row["source"], row["source_id"]))).urn


def _text(row: Row) -> str:
    lines = [
        (say("Prosjekt"), row["profile_title"]),
        (say("Frist"), row["deadline"]),
        (say("Nytt"), row["news"]),
        (say("Beløp"), row["amount"]),
        (say("Hvem kan søke"), row["applicants"]),
        (say("Kan dere søke"), f"{row['may_apply']}. {row['because']}" if row["may_apply"] else ""),
        (say("Partner som mangler"), row["missing"]),
        (say("Hvorfor"), row["why"]),
        (say("Forbehold"), row["stale"]),
        (say("Adresse"), "" if web_address(row["url"]) else row["url"]),
    ]
    return "\n".join(f"{label}: {cut(visible(text), TEXT_LIMIT)}" for label, text in lines if text)


def _changed(row: Row) -> datetime:
    """When the call last became another for us: the night of the funder's last change, or the one that first saw it."""
    first: datetime = row["first_seen_at"]
    day: date | None = row["changed_date"]
    return first if day is None else max(first, datetime.combine(day, time(), OSLO))


def _written(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}", **attributes)
    made.text = text
    return made
