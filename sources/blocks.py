"""A page as blocks of runs in reading order, whatever its markup: what sources read instead of class names.

A block is what a browser would set on lines of its own; a run is the text of one inline element, or of the bare words
between them. Which words matter is each source's business.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from lxml import etree
from lxml import html as lxml_html

from calls.words import clean
from sources.base import UnreadablePage

Element = Any
"""An lxml element; lxml ships no types."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big button cite code data dfn em font i ins kbd label mark output q ruby s samp small
    span strong sub sup time tt u var""".split()  # noqa: SIM905
)
# libxml2 does not know wbr for an empty element, and puts the rest of the word inside it.
_JOINING = frozenset(("wbr",))
_UNSEEN = frozenset(
    """script style noscript template svg head iframe object canvas select option datalist textarea input img picture
    video audio map math del""".split()  # noqa: SIM905
)
_ROWS = frozenset(("tr", "li"))


class Run(NamedTuple):
    """Words of one inline element. `tag` is "" for words bare in their block, `href` is the link around them."""

    raw: str
    text: str
    tag: str
    href: str


class Block(NamedTuple):
    """One block: `level` 1-6 for a heading, else 0; `text` as a browser shows it; `row` is the tr or li around it."""

    element: Element
    tag: str
    level: int
    text: str
    runs: tuple[Run, ...]
    row: Element | None

    @property
    def is_link(self) -> bool:
        """Whether every word of it is part of a link."""
        for run in self.runs:  # noqa: SIM110 - a generator costs more than the answer, and every block is asked
            if not run.href:
                return False
        return True

    @property
    def has_bare_words(self) -> bool:
        return any(not run.tag for run in self.runs)


def document(text: str) -> Element:
    """The parsed page. Raises UnreadablePage when there is no element in it."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_pis=True)
    try:
        return lxml_html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError as error:
        raise UnreadablePage(f"svaret lar seg ikke lese som en HTML-side ({type(error).__name__})") from error


def is_hidden(element: Element) -> bool:
    """Whether a browser shows nothing of it. A tab panel counts as shown: a reader can open it."""
    attributes = element.attrib
    if not attributes:
        return False
    if attributes.get("aria-hidden") == "true" and element.tag in _INLINE:
        return True
    style = attributes.get("style")
    is_off = "hidden" in attributes or (style is not None and "display:none" in style.replace(" ", "").lower())
    return is_off and attributes.get("role") != "tabpanel"


class _Walk:
    """One pass over a tree, with its own stack: a hostile page may nest deeper than Python does."""

    def __init__(self, dropped: frozenset[Element]) -> None:
        self.blocks: list[Block] = []
        self._dropped = dropped
        self._pieces: list[tuple[str, str, str]] = []
        self._home: tuple[Element, str, int] | None = None
        self._joins_last = False

    def add(self, text: str | None, home: tuple[Element, str, int], tag: str, href: str) -> None:
        if not text:
            return
        if self._joins_last and self._pieces:
            raw, tag, href = self._pieces.pop()
            text = raw + text
        elif self._home is None:
            self._home = home
        self._joins_last = False
        self._pieces.append((text, tag, href))

    def flush(self) -> None:
        pieces, home = self._pieces, self._home
        self._pieces, self._home, self._joins_last = [], None, False
        if home is None:
            return
        runs = tuple(Run(raw, words, tag, href) for raw, tag, href in pieces if (words := clean(raw)))
        if not runs:
            return
        text = runs[0].text if len(pieces) == 1 else clean("".join(piece[0] for piece in pieces))
        element, tag, level = home
        self.blocks.append(Block(element, tag, level, text, runs, _row_of(element)))

    def run(self, root: Element) -> list[Block]:
        start = (root, str(root.tag), 0)
        stack: list[tuple[Element, tuple[Element, str, int], str, str, bool]] = [(root, start, "", "", False)]
        while stack:
            element, home, inline, href, is_end = stack.pop()
            if is_end:
                if element.tag not in _INLINE and element.tag not in _JOINING:
                    self.flush()
                self._joins_last = element.tag in _JOINING and bool(self._pieces)
                self.add(element.tail, home, inline, href)
                continue
            tag = element.tag
            if not isinstance(tag, str):
                self._joins_last = bool(self._pieces)
                self.add(element.tail, home, inline, href)
                continue
            if tag in _UNSEEN or element in self._dropped or is_hidden(element):
                if element is not root:
                    self.add(element.tail, home, inline, href)
                continue
            if element is not root:
                stack.append((element, home, inline, href, True))
            self._joins_last = tag in _JOINING and bool(self._pieces)
            if tag in _JOINING:
                inner, inside, link = home, inline, href
            elif tag in _INLINE:
                inner, inside, link = home, tag, (element.get("href") or href) if tag == "a" else href
            else:
                self.flush()
                inner, inside, link = (element, tag, _level(element, tag) or home[2]), "", href
            self.add(element.text, inner, inside, link)
            stack.extend((child, inner, inside, link, False) for child in element.iterchildren(reversed=True))
        self.flush()
        return self.blocks


def flatten(root: Element, dropped: Iterable[Element] = ()) -> list[Block]:
    """Blocks of `root` in reading order, without what no reader sees and without the elements of `dropped`."""
    return _Walk(frozenset(dropped)).run(root)


def shown_text(blocks: Iterable[Block]) -> str:
    """The words of the blocks as one line: what a quote must stand in."""
    return " ".join(block.text for block in blocks)


def _level(element: Element, tag: str) -> int:
    if tag in _HEADINGS:
        return _HEADINGS[tag]
    if element.get("role") == "heading":
        level = element.get("aria-level", "2")
        return int(level) if level in "123456" and len(level) == 1 else 2
    return 0


def _row_of(element: Element) -> Element | None:
    """The nearest tr or li around the element, or the div that holds one pair of a definition list."""
    for _ in range(6):
        if element is None:
            return None
        if element.tag in _ROWS:
            return element
        parent = element.getparent()
        if element.tag == "div" and parent is not None and parent.tag == "dl":
            return element
        element = parent
    return None
