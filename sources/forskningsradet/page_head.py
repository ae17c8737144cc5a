"""The head of a call's page: title, status badges, twin address, and the notices and lead above the first heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from calls.dates import split_leading_date
from calls.model import Card, Fact
from calls.words import clean
from sources.blocks import Block, Element, Run
from sources.forskningsradet.addresses import ForeignAddress, canonical, is_call, language, source_id
from sources.forskningsradet.chrome import is_plumbing
from sources.forskningsradet.labels import STATUSES, key
from sources.forskningsradet.report import Report

_SITE_NAME = re.compile(
    r"\s*(?:[|–—-]|::)\s*(?:Norges )?(?:Forskningsrådet|forskningsråd|The Research Council of Norway)\s*$"
)
_BADGE_CLASS = re.compile(r"(?:^|\s|__|--)(?:status|badge)(?:$|\s|--|__)")
_BADGE_CHARACTERS = 30
_NOTICE_BOX = re.compile(r"alert|notice|notification|varsel|melding|callout|warning", re.IGNORECASE)
_NOTICE_WORDS = re.compile(
    r"endr|oppdater|flytt|utsatt|foreløpig|førebels|stengt|lukket|lukka|avlyst|frist|søknadsvindu|søk fram|forbehold"
    r"|økt\b|auka|justert|rettet|planlagt|planned|published|temporary|preliminary|changed?\b|changes\b|update"
    r"|moved|increased|deadline|cancelled|reserved|will come|kommer snart|binding|bindende|bindande",
    re.IGNORECASE,
)
_CALL_WORDS = re.compile(r"utlysning|call-for-proposals|funding", re.IGNORECASE)
"""What the address of every call has in it (`addresses.is_call`)."""

_SWITCH_WORDS = frozenset(
    ["English", "In English", "Read in English", "Norsk", "På norsk", "Les på norsk", "Bokmål", "Nynorsk", "Norwegian"]
)


def title(tree: Element, blocks: Sequence[Block], card: Card, report: Report) -> tuple[Fact | None, int]:
    """The title and the number of its block (-1 for none): the only h1, or the one that the list names."""
    heads = [place for place, block in enumerate(blocks) if block.tag == "h1"]
    same = [place for place in heads if _words(blocks[place]) == clean(card.title)]
    meta = _meta_title(tree)
    named = [place for place in heads if meta and _words(blocks[place]) == meta]
    for places in (heads if len(heads) == 1 else [], same, named):
        if places:
            words = _words(blocks[places[0]])
            return report.fact("title", words), places[0]
    if heads:
        shown = " / ".join(_words(blocks[place]) for place in heads)
        report.issue(
            "contradiction", "title", shown, "Siden har flere hovedoverskrifter; den første er brukt som tittel."
        )
        return report.fact("title", _words(blocks[heads[0]])), heads[0]
    for words in (clean(card.title), meta):
        for place, block in enumerate(blocks):
            if words and block.text == words:
                return report.fact("title", words), place
    message = "Siden har ingen hovedoverskrift; tittelen er hentet fra sidens hode eller listen."
    report.issue("missing_field", "title", meta, message, "info")
    return (report.fact("title", meta) if meta else None), -1


def _words(block: Block) -> str:
    """Words of a heading, without a badge beside them."""
    runs = [run for run in block.runs if not (run.tag and key(run.text) in STATUSES)]
    return clean("".join(run.raw for run in runs)) or block.text


def _meta_title(tree: Element) -> str:
    for words in (*tree.xpath("//meta[@property='og:title']/@content"), *tree.xpath("//head/title/text()")):
        if clean(words):
            return _SITE_NAME.sub("", clean(words))
    return ""


def badges(blocks: Sequence[Block], top: range, taken: frozenset[int], report: Report) -> tuple[list[Fact], set[int]]:
    """Status badges above the first heading, in page order, and the blocks that hold nothing else."""
    found: list[Fact] = []
    places: set[int] = set()
    for place in top:
        block = blocks[place]
        runs = [run for run in block.runs if _is_badge(run, block)]
        if place in taken or not runs:
            continue
        if len(runs) == len(block.runs):
            places.add(place)
        elif block.tag != "h1":
            continue
        found.extend(report.fact("status", run.text) for run in runs)
    return list(dict.fromkeys(found)), places


def _is_badge(run: Run, block: Block) -> bool:
    """Whether the run is a status word; a link or a button with that word is something to press."""
    if (run.href and not run.href.startswith("#")) or run.tag == "button":
        return False
    if key(run.text) in STATUSES:
        return block.tag != "h1" or bool(run.tag)
    is_marked = _BADGE_CLASS.search(block.element.get("class", "")) is not None
    return is_marked and len(run.text) <= _BADGE_CHARACTERS and block.level == 0


def notices(
    blocks: Sequence[Block], places: Sequence[int], key_places: frozenset[int], report: Report
) -> tuple[list[Fact], Fact | None]:
    """Notices and lead among the blocks between title and first heading.

    With key facts, the lead stands before them and notices after. Without, the lead is what follows the last notice.
    """
    found = [(place, blocks[place]) for place in places if not is_plumbing(blocks[place])]
    first_key = min((place for place in key_places if not places or place > places[0]), default=-1)
    marked = [place for place, block in found if _is_notice(block) or -1 < first_key < place]
    last = marked[-1] if marked else -1
    lead = [block for place, block in found if place not in marked and (place > last or -1 < place < first_key)]
    kept = [block for _, block in found if not any(block is other for other in lead)]
    summary = report.fact("summary", "\n".join(block.text for block in lead), quote=lead[0].text) if lead else None
    return [dated(block.text, report, "notice") for block in kept], summary


def dated(text: str, report: Report, name: str) -> Fact:
    """A notice or update: its date, where it begins with one, in `note`; a notice keeps it in the text as well."""
    pair = split_leading_date(text)
    if name == "notice":
        return report.fact("notice", text, note=pair[0] if pair else "")
    return report.fact("update", pair[1] if pair else text, note=pair[0] if pair else "", quote=text)


def _is_notice(block: Block) -> bool:
    element = block.element
    for _ in range(3):
        if element is None or element.tag in ("main", "body", "article"):
            break
        if element.get("role") in ("alert", "note", "status") or _NOTICE_BOX.search(element.get("class", "")):
            return True
        element = element.getparent()
    return _NOTICE_WORDS.search(block.text) is not None or split_leading_date(block.text) is not None


def twin(tree: Element, own_url: str, report: Report) -> list[Fact]:
    """The same call in another language: by hreflang, else by a language switch that leads to a call's page.

    An address is not part of the visible text, so this fact has no quote to look up.
    """
    own_id, own_language = source_id(own_url), language(own_url)
    # A page has hundreds of links; few of them can lead to a call, and only those are looked at.
    near = [one for one in tree.iter("link", "a") if _CALL_WORDS.search(one.get("href") or "")]
    links = [one for one in near if one.get("hreflang")]
    links += [one for one in near if one.tag == "a" and _is_switch(one)]
    for link in (str(one.get("href")) for one in links):
        try:
            url = canonical(link)
        except ForeignAddress:
            continue
        if is_call(url) and language(url) != own_language and source_id(url) != own_id:
            return [report.fact("twin_url", url)]
    return []


def _is_switch(anchor: Element) -> bool:
    """Whether the link's words are those of a language switch."""
    words = str(anchor.text_content()) if len(anchor) else anchor.text or ""
    return " ".join(words.split()) in _SWITCH_WORDS


def page_language(tree: Element, url: str) -> str:
    """ "nb", "nn" or "en": by the page's lang attribute, else by the address."""
    said = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").lower()[:2]
    return said if said in ("nb", "nn", "en") else language(url)
