"""The words of a stranger's page: its own text without menus and the like, its title, and who runs the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from lxml import etree

from calls.moments import read_moment
from calls.words import clean, composed
from sources.blocks import Block, Element, flatten
from sources.pasted.shapes import Suggestion

_DROPPED_TAGS = ("nav", "footer", "aside", "dialog", "form", "menu", "button")
_DROPPED_ROLES = frozenset(
    ("navigation", "contentinfo", "dialog", "alertdialog", "search", "complementary", "banner", "menu", "form")
)
_DROPPED_NAMES = re.compile(
    r"(?:^|[-_\s])(?:cookie\w*|consent|breadcrumbs?|brødsmule\w*|share|social|related|sidebar|newsletter|skip-?link"
    r"|menu|navbar|footer)(?:$|[-_\s])",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:les|sjå|se)\s+(?:også|òg)|relaterte?\b.*|(?:siste|flere|fleire|andre)\s+(?:nyheter|nyhende|artikler|artiklar"
    r"|utlysninger|utlysingar|saker)|del\s+(?:på|denne|siden|sida)\b.*|related\b.*|read\s+(?:also|more)|share\b.*"
    r"|fant\s+du\s+.*|fann\s+du\s+.*|var\s+(?:denne\s+)?(?:siden|sida|dette)\b.*|abonner\b.*|tags?",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"^(?P<title>.+?)\s+[-–—|·»:]\s+(?P<site>[^-–—|·»]{2,60})$")
_WORD = re.compile(r"\w")
LONGEST_TITLE = 300


@dataclass(frozen=True)
class PageWords:
    """What a page says. blocks: (text, heading level); title is not among them. published: its own date, if any."""

    title: Suggestion | None
    funder: Suggestion | None
    lead: str
    blocks: list[tuple[str, int]]
    lang: str
    published: date | None


def page_of(tree: Element, url: str) -> PageWords:
    """The words of a parsed page. url: where it stood, "" when nobody says."""
    head = _head_title(tree)
    og_title = _meta(tree, "og:title")
    blocks = _content(tree)
    number = next((at for at, block in enumerate(blocks) if block.level == 1), None)
    shown = blocks[number].text if number is not None else ""
    title = shown or og_title or _without_site(head)
    body = blocks[number + 1 :] if number is not None else blocks
    return PageWords(
        Suggestion("title", title[:LONGEST_TITLE], title[:LONGEST_TITLE]) if title else None,
        _funder(_meta(tree, "og:site_name"), head, title, url),
        _meta(tree, "og:description") or _meta(tree, "description"),
        [(block.text, block.level) for block in _without_others(body)],
        _lang(tree),
        read_moment(_meta(tree, "article:published_time")[:10]).day,
    )


def _head_title(tree: Element) -> str:
    found = tree.find(".//head/title")
    return composed(found.text_content()) if found is not None else ""


def _meta(tree: Element, name: str) -> str:
    """The content of a meta tag of that name or property; "" when there is none."""
    for meta in tree.iter("meta"):
        if name in (meta.get("property"), meta.get("name")):
            return composed(meta.get("content", ""))
    return ""


def _lang(tree: Element) -> str:
    """Our code of the language that the page says it is in; "" for any other."""
    said = clean(tree.get("lang", "")).lower()[:2]
    return {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}.get(said, "")


def _without_site(head: str) -> str:
    found = _SUFFIX.match(head[:LONGEST_TITLE])
    return found["title"] if found else head


def _funder(site: str, head: str, title: str, url: str) -> Suggestion | None:
    """Who runs the site: its own name, else what stands after the title at the top of the browser, else its address."""
    if site:
        return Suggestion("funder", site[:LONGEST_TITLE], site[:LONGEST_TITLE])
    found = _SUFFIX.match(head[:LONGEST_TITLE])
    if found and title and found["title"].casefold() in (title.casefold(), title[: len(found["title"])].casefold()):
        return Suggestion("funder", found["site"], head[:LONGEST_TITLE])
    host = _host(url)
    return Suggestion("funder", host.removeprefix("www."), host) if host else None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _content(tree: Element) -> list[Block]:
    """Blocks of the main part where the page marks one that holds text, else of the whole body."""
    body = tree.find("body")
    body = tree if body is None else body
    dropped = frozenset(_dropped(tree))
    for found in ([*tree.iter("main")], tree.xpath("//*[@role='main']"), [*tree.iter("article")]):
        if len(found) == 1 and (found[0].find(".//h1") is not None or tree.find(".//h1") is None):
            blocks = _read(found[0], dropped)
            if blocks:
                return blocks
    return _read(body, dropped)


def _read(root: Element, dropped: frozenset[Element]) -> list[Block]:
    # A block of nothing but links is a menu, a button or a way to somewhere else.
    return [block for block in flatten(root, dropped) if block.level or not block.is_link]


def _dropped(tree: Element) -> Iterator[Element]:
    for element in tree.iter(etree.Element):
        role = element.get("role")
        names = f"{element.get('class', '')} {element.get('id', '')}"
        is_chrome = element.tag in _DROPPED_TAGS or element.tag == "header" or role in _DROPPED_ROLES
        is_named = element.tag not in ("html", "body", "main", "article") and _DROPPED_NAMES.search(names[:500])
        if (is_chrome or is_named) and element.find(".//h1") is None:
            yield element


def _without_others(blocks: Sequence[Block]) -> Iterable[Block]:
    """Leaves out what stands under a heading on other pages, to the next heading that is not below it."""
    level = 0
    for block in blocks:
        if block.level and level and block.level <= level:
            level = 0
        if block.level and _OTHERS.fullmatch(block.text):
            level = block.level
        if not level and _WORD.search(block.text):
            yield block
