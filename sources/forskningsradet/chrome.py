"""What stands on a call's page without being the call: menus, banners, the print block, boxes about other calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from calls.model import Page
from sources.blocks import Block, Element, flatten
from sources.forskningsradet.addresses import ForeignAddress, is_call, source_id
from sources.forskningsradet.headings import DATE_HEADINGS, RELATED_HEADINGS
from sources.forskningsradet.labels import key

_BOX_CHARACTERS = 900
_DROPPED_ROLES = frozenset(("navigation", "contentinfo", "dialog", "alertdialog", "search"))
_BANNER_HEADINGS = frozenset(("viktig informasjon", "important information"))
_LINE = re.compile(
    r"spør ki-samtaleroboten|ask our ai-?chatbot|chatvindu|chat window"
    r"|meldinger ved utskriftstidspunkt|meldingar ved utskriftstidspunkt|det ble ikke vist noen globale meldinger"
    r"|det vart ikkje vist|messages at time of print|no global messages displayed"
    r"|vakttelefon|brukerstøtte\b|brukarstøtte\b|support telephone|help ?desk"
    r"|(?:gå direkte|hopp|gå) til (?:hoved)?innhold|skip to (?:main )?content"
    r"|(?:tilbake|back) (?:til|to) (?:utlysninger|utlysingar|calls for proposals|alle utlysninger)",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"(?:last ned|download) (?:utlysningen|utlysinga|maler|malar|the call|templates)|.+\.(?:docx?|pdf|xlsx?)",
    re.IGNORECASE,
)

_STAMP = re.compile(
    rb"(>\s*(?:Melding[ea]r ved utskriftstidspunkt|Messages at time of print))"
    rb"\s+\d{1,2}\.?\s[^\d<>&]{1,12}\s\d{4}\s?,\s?\d{1,2}[.:]\d\d(?:\sCES?T)?(?=\s*<)"
)
"""The print block's line: its whole text is the label and the time, and `content` leaves it out whatever it says."""


def lasting(page: Page) -> bytes:
    """The page's bytes without the time in the print block. One in another form stays: the page then counts as new."""
    return _STAMP.sub(rb"\1", page.body)


def content(tree: Element) -> list[Block]:
    """Blocks of the page's content, chrome removed.

    A page without one main element is read from its body, and so is one whose title or dates stand outside it.
    """
    dropped = frozenset(_dropped(tree))
    body = tree.find("body")
    body = tree if body is None else body
    mains = [*tree.iter("main")] or tree.xpath("//*[@role='main']")
    if len(mains) == 1 and (mains[0].find(".//h1") is not None or tree.find(".//h1") is None):
        blocks = _read(mains[0], dropped)
        if _has_dates(block.text for block in blocks) or not _has_dates(body.itertext()):
            return blocks
    return _read(body, dropped)


def _read(root: Element, dropped: frozenset[Element]) -> list[Block]:
    blocks = _without_banner(_without_related(flatten(root, dropped)))
    return [block for block in blocks if not _LINE.match(block.text)]


def _has_dates(texts: Iterable[str]) -> bool:
    return any(key(text) in DATE_HEADINGS for text in texts if len(text) < 60)


def _dropped(tree: Element) -> Iterator[Element]:
    yield from tree.iter("nav", "footer", "dialog")
    with_role = tree.xpath("//*[@role]")
    yield from (element for element in with_role if element.get("role") in _DROPPED_ROLES)
    for box in [*tree.iter("aside"), *(element for element in with_role if element.get("role") == "complementary")]:
        if _is_about_others(box):
            yield box


def _is_about_others(box: Element) -> bool:
    """Whether a box beside the text is about other calls; not where its dates stand before any link to a call."""
    for element in box.iter(etree.Element):
        if element.tag == "a" and is_call(element.get("href", "")):
            return True
        names = {key(text) for text in (element.text, *(child.tail for child in element)) if text and len(text) < 60}
        if names & RELATED_HEADINGS:
            return True
        if names & DATE_HEADINGS:
            return False
    return False


def _without_related(blocks: Iterable[Block]) -> Iterator[Block]:
    """Leaves out everything from a heading over other calls to the next heading that is not below it."""
    level = 0
    for block in blocks:
        if key(block.text) in RELATED_HEADINGS and not block.is_link:
            level = block.level or 6
        elif level and block.level and block.level <= level:
            level = 0
        if not level:
            yield block


def _without_banner(blocks: Iterable[Block]) -> list[Block]:
    """Leaves out the site-wide banner: its heading with its box, or with the one block after it."""
    kept: list[Block] = []
    box: Element | None = None
    is_next = False
    for block in blocks:
        if key(block.text) in _BANNER_HEADINGS:
            box = _box(block.element)
            is_next = box is None
        elif box is not None and _is_within(block.element, box):
            continue
        elif is_next and not block.level:
            is_next = False
        else:
            is_next = False
            kept.append(block)
    return kept


def _box(element: Element) -> Element | None:
    """The small element around a banner's heading, if there is one."""
    parent = element.getparent()
    if parent is None or parent.tag in ("body", "main") or parent.find(".//h1") is not None:
        return None
    return parent if len(parent.text_content()) < _BOX_CHARACTERS else None


def _is_within(element: Element, box: Element) -> bool:
    return element is box or any(ancestor is box for ancestor in element.iterancestors())


def is_plumbing(block: Block) -> bool:
    """Whether the block is a download or nothing but links: never a notice, a lead or a paragraph of the call."""
    return block.is_link or bool(_CHROME.fullmatch(block.text))


def is_about_another_call(block: Block, own_id: str) -> bool:
    """Whether the block stands in a small box that links to another call: its labels are that call's."""
    for element in block.element.iterancestors():
        if element.tag in ("body", "main", "article", "tbody", "table", "dl") or element.find(".//h1") is not None:
            return False
        links = [link for link in element.xpath(".//a/@href") if is_call(link)]
        if links and len(element.text_content()) < _BOX_CHARACTERS:
            return any(_id(link) != own_id for link in links)
    return False


def _id(link: str) -> str:
    try:
        return source_id(link)
    except ForeignAddress:
        return ""
