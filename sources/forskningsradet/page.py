"""A call's own page: from bytes to facts, for all four layouts and in any markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from calls.fetch import UnreadableText, page_text
from calls.model import Card, Fact, Page, Reading
from sources.base import UnreadablePage
from sources.blocks import Block, Element, document, flatten, shown_text
from sources.forskningsradet import date_rows, headings, key_facts, page_head, pairing, prose, results, sections
from sources.forskningsradet.addresses import ForeignAddress, canonical, is_call, is_relic, source_id
from sources.forskningsradet.cells import cells
from sources.forskningsradet.chrome import content
from sources.forskningsradet.labels import key
from sources.forskningsradet.report import KEY, Report

_LIST_HEADING = re.compile(r".*\(\d+ utlysning(?:er|ar|er)?\)", re.IGNORECASE)
_L0_HEADING = re.compile(r"føringer og viktige forhold|meldinger:$", re.IGNORECASE)
_TYPE_CHOICE = frozenset(("velg", "vel", "choose"))
_OVER = frozenset(("gjennomført", "completed", "se resultat", "see result", "avlyst", "cancelled"))
_KEY_FACTS_OF_L3 = 3


@dataclass(frozen=True, slots=True)
class _Places:
    """Numbers of blocks: the title's, the first heading's after it, and those of each kind of content."""

    title: int
    end_of_top: int
    dates: frozenset[int]
    keys: frozenset[int]


def visible_text(html: str) -> str:
    """The page's visible words as one line, the table that a script draws included: what every quote stands in."""
    tree = document(html)
    body = tree.find("body")
    return f"{shown_text(flatten(tree if body is None else body))} {results.table_words(tree)}".strip()


def parse(card: Card, page: Page | None) -> Reading:
    """What the call's page says, then what the list said. Raises UnreadablePage for a page that is not that call's."""
    if page is None:
        raise UnreadablePage("utlysningen må leses fra sin egen side")
    _check_address(card, page)
    try:
        tree = document(page_text(page))
    except UnreadableText as error:
        raise UnreadablePage(str(error)) from error
    blocks = content(tree)
    report = Report(card.source_id, page.url)
    facts, layout = _read(tree, blocks, card, report)
    return Reading(
        source=KEY,
        source_id=card.source_id,
        url=card.url,
        facts=(*facts, *card.facts),
        lang_hint=page_head.page_language(tree, card.url),
        layout=layout,
        api_id=card.api_id,
        issues=tuple(report.issues),
        pages=(page.url,),
        is_detail_read=True,
    )


def _check_address(card: Card, page: Page) -> None:
    """Refuses an answer that came from another page than the one asked for."""
    if page.content_type and "html" not in page.content_type.lower():
        raise UnreadablePage(f"ventet en HTML-side, fikk {page.content_type}")
    try:
        landed = canonical(page.final_url or page.url)
    except ForeignAddress as error:
        raise UnreadablePage(f"siden sendte videre bort fra Forskningsrådet: {error}") from error
    if not is_call(landed) or source_id(landed).casefold() != card.source_id.casefold():
        raise UnreadablePage(f"ventet siden til «{card.source_id}», fikk {landed}")


def _read(tree: Element, blocks: Sequence[Block], card: Card, report: Report) -> tuple[list[Fact], str]:
    regions = date_rows.regions(blocks)
    rows = [row for region in regions for row in date_rows.read(blocks, region)]
    dated = frozenset(place for region in regions for place in region)
    title, title_place = page_head.title(tree, blocks, card, report)
    stream = cells(enumerate(blocks))
    found_keys = key_facts.read(blocks, stream, dated, report)
    found_results, result_places = results.summary(stream, report)
    places = _Places(title_place, _end_of_top(blocks, title_place, found_keys.places), dated, found_keys.places)
    top = range(places.end_of_top)
    found_badges, badge_places = page_head.badges(blocks, top, dated | found_keys.places, report)
    has_old_marks = any(_L0_HEADING.match(block.text) for block in blocks)
    is_old = has_old_marks or is_relic(card.url)
    types, type_places = _old_types(blocks, report) if is_old else ([], set())
    taken = dated | found_keys.places | result_places | badge_places | type_places
    found_sections = sections.split(blocks, taken, places.end_of_top)
    layout = _layout(blocks, places, found_keys, is_old, badge_places)
    _check_call(blocks, rows, found_badges, found_keys, found_sections, has_old_marks)
    loose = [place for place in range(title_place + 1, places.end_of_top) if place not in taken]
    notices, lead = page_head.notices(blocks, loose, found_keys.places, report)
    section_facts = sections.facts(found_sections, report)
    summary = lead or _purpose(found_sections, report)
    facts = [fact for fact in (title, summary) if fact is not None]
    facts += [*found_badges, *notices, *date_rows.facts(rows, report), *found_keys.facts, *types]
    facts += [*section_facts, *found_results, *results.table(tree, report), *page_head.twin(tree, card.url, report)]
    facts = list({(fact.name, fact.text, fact.label, fact.note): fact for fact in reversed(facts)}.values())[::-1]
    _check_deadlines(facts, report)
    return facts, layout


def _end_of_top(blocks: Sequence[Block], title_place: int, taken: frozenset[int]) -> int:
    """Number of the block where the first section or the dates begin; a key fact's label is no heading."""
    for place in range(max(title_place, 0), len(blocks)):
        block = blocks[place]
        if place not in taken and (key(block.text) in headings.DATE_HEADINGS or sections.is_heading(block)):
            return place
    return len(blocks)


def _old_types(blocks: Sequence[Block], report: Report) -> tuple[list[Fact], set[int]]:
    """Application types of the oldest layout, each with a link to choose it: "<type> Velg"."""
    found: list[Fact] = []
    places: set[int] = set()
    for place, block in enumerate(blocks):
        name, blank, choice = block.text.rpartition(" ")
        if blank and choice.casefold() in _TYPE_CHOICE and len(block.text) < 120:
            found.append(report.fact("application_type", name, quote=block.text))
            places.add(place)
    return found, places


def _layout(
    blocks: Sequence[Block], places: _Places, keys: key_facts.Found, is_old: bool, badge_places: set[int]
) -> str:
    if is_old:
        return "L0"
    if keys.labels >= _KEY_FACTS_OF_L3:
        return "L3"
    first_date = min(places.dates, default=-1)
    has_purpose_first = any(
        key(block.text) in headings.PURPOSE_HEADINGS for block in blocks[places.title + 1 : max(first_date, 0)]
    )
    has_badge_after = bool(badge_places) and places.title >= 0 and min(badge_places) > places.title
    return "L1" if has_purpose_first or has_badge_after else "L2"


def _check_call(
    blocks: Sequence[Block],
    rows: Sequence[pairing.Row],
    badges: Sequence[Fact],
    keys: key_facts.Found,
    found: Sequence[sections.Section],
    has_old_marks: bool,
) -> None:
    """Refuses a page that does not have what a call's page has."""
    if any(_LIST_HEADING.fullmatch(block.text) for block in blocks):
        raise UnreadablePage("dette er listen over utlysninger, ikke én utlysning")
    known = {section.name for section in found} & headings.CALL_HEADINGS
    if not (rows or has_old_marks or keys.labels >= 2 or len(known) >= 2 or (known and (badges or keys.labels))):
        raise UnreadablePage(
            "ukjent sideoppsett: fant verken datoliste, faktaliste eller overskriftene som en utlysning har"
        )


def _purpose(found: Sequence[sections.Section], report: Report) -> Fact | None:
    for section in found:
        if section.name in headings.PURPOSE_HEADINGS and section.lines:
            text = "\n".join(section.lines)
            return report.fact("summary", text, label=section.heading.text, quote=section.lines[0])
    return None


def _check_deadlines(facts: Sequence[Fact], report: Report) -> None:
    """Shows a person what running text says about the deadline where the fields say nothing or another day."""
    own = [fact for fact in facts if fact.name == "deadline"]
    notes = [fact.text for fact in facts if fact.name in ("notice", "update")]
    if own:
        prose.report_moved(notes, own, report)
        return
    body = [fact.text for fact in facts if fact.name in ("summary", "section")]
    is_over = any(key(fact.text) in _OVER for fact in facts if fact.name == "status")
    prose.report_missing(list(dict.fromkeys([*notes, *body])), is_over, report)
