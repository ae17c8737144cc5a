"""The words of any kept page, as text that a quote can be looked for in: HTML as a reader sees it, JSON by strings.

What the words mean does not belong here; which of them a value rests on is checked in `calls.evidence`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml import html as lxml_html

from calls.fetch import UnreadableText, page_text
from calls.model import Json, Page
from calls.words import composed

_INLINE = tuple(
    """a abbr acronym b bdi bdo big button cite code data dfn em font i ins kbd label mark output q ruby s samp small
    span strong sub sup time tt u var wbr""".split()  # noqa: SIM905
)
_UNSEEN = tuple(
    """script style noscript template svg head iframe object canvas select option datalist textarea input img picture
    video audio map math del""".split()  # noqa: SIM905
)
_MAY_BE_HIDDEN = etree.XPath("//*[@hidden or @style or @aria-hidden]")
_NAMES = etree.XPath(
    "//head/title/text() | //meta[@property = 'og:title' or @name = 'description' or @property = 'og:description']"
    "/@content"
)
_SCRIPT = etree.XPath("//script/text()")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_TAG = re.compile(r"<[a-zA-Z/!]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,24}\d{0,2});", re.IGNORECASE)
_DEEPEST = 60
"""Objects and lists in each other beyond this are not looked into; the real ones are ten deep."""


def page_words(page: Page, *, is_drawn: bool = False, is_apart: bool = False) -> str:
    """Every word of the page on one line; "" for what is no text. Further lines hold words that are not sure to be seen
    like that:

    is_drawn: also what stands in the page's scripts, which may draw it.
    is_apart: also the words once more, with those of inline elements (a badge in a heading) set apart by a blank.
    Never raises: bytes that no character set fits have no words, and JSON that is broken is read as it stands.
    """
    try:
        text = page_text(page)
    except UnreadableText:
        return ""
    answer = _answer(page, text)
    if answer is not None:
        return _folded(" ".join(_strings(answer)))
    tree = _tree(text)
    if tree is None:
        return _folded(text)
    more = [str(words) for words in _NAMES(tree)]
    if is_drawn:
        more += [_unescaped(str(words)) for words in _SCRIPT(tree)]
    return "\n".join(map(_folded, (*_seen(tree, is_apart), *more)))


def list_words(page: Page, keys: Collection[str]) -> dict[str, str]:
    """Of a JSON list: by key, the words of its entries that hold the key, with those that stand over them.

    keys: what may name an entry: ids, addresses. A key that no entry holds is absent; so is every key when the page
    is no JSON. An entry is the innermost object of a list that holds the key in itself, not in a list of its own.
    """
    try:
        answer = _answer(page, page_text(page))
    except UnreadableText:
        return {}
    found: dict[str, list[str]] = {}
    wanted = {spelling: key for key in keys for spelling in spellings(key)}
    _index(answer, "", wanted, found, 0)
    return {key: _folded(" ".join(words)) for key, words in found.items()}


def spellings(key: str) -> set[str]:
    """A key, and where it is an address also its path: a list may leave out the host, the query and the last slash."""
    try:
        path = urlsplit(key).path.strip("/") if "/" in key else ""
    except ValueError:
        path = ""
    return {key, path} - {""}


def _answer(page: Page, text: str) -> Json:
    """The page as JSON; None when it is none."""
    start = text.lstrip()[:1]
    if start not in ("{", "[") or "html" in page.content_type:
        return None
    try:
        # Numbers stay as they are written: 1760432400000 and 2.50 are what a quote says.
        return json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None


def _folded(text: str) -> str:
    """The text on one line, white space folded, composed, without invisible characters."""
    return composed(" ".join(text.split()))


def _tree(text: str) -> Any:
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
    try:
        return lxml_html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        return None


def _seen(tree: Any, is_apart: bool = False) -> Iterator[str]:
    """The words that a reader sees: inline elements joined with what is around them, then set apart. Cuts the tree."""
    for element in _MAY_BE_HIDDEN(tree):
        if _is_hidden(element) and element.getparent() is not None:
            element.drop_tree()
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    apart = " ".join(tree.itertext()) if is_apart else ""
    etree.strip_tags(tree, *_INLINE)
    yield " ".join(tree.itertext())
    if is_apart:
        yield apart


def _is_hidden(element: Any) -> bool:
    """Whether a browser shows nothing of it. A tab panel counts as shown: a reader can open it."""
    if element.get("aria-hidden") == "true" and element.tag in _INLINE:
        return True
    is_off = "hidden" in element.attrib or "display:none" in element.get("style", "").replace(" ", "").lower()
    return is_off and element.get("role") != "tabpanel"


def _unescaped(script: str) -> str:
    """The text of scripts with the escapes of its strings undone; what is no string in it does no harm."""
    return _ESCAPE.sub(_character, script) if "\\" in script else script


def _character(escape: re.Match[str]) -> str:
    if escape[1]:
        return chr(int(escape[1], 16))
    return " " if escape[2] in "nrt" else escape[2]


def _strings(value: Json, depth: int = 0) -> Iterator[str]:
    """Words of every string and number in the value, in its order."""
    if isinstance(value, str):
        yield from _words_of(value, depth)
    elif depth >= _DEEPEST:
        return
    elif isinstance(value, dict):
        for name, inner in value.items():
            spans = _spans(inner) if name == "children" else ""
            if spans:
                yield spans
            yield from _strings(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, depth + 1)


def _spans(children: Json) -> str:
    """The line that the spans of a block of Portable Text make: a word may be cut where a mark begins."""
    members = children if isinstance(children, list) else []
    spans = [one.get("text") if isinstance(one, dict) else one for one in members]
    return "".join(span for span in spans if isinstance(span, str)) if len(spans) > 1 else ""


def _words_of(text: str, depth: int) -> Iterator[str]:
    """Words of one string: with its markup taken off, and of JSON that is kept as a string, its own strings."""
    if text[:1] in ("{", "[") and depth < _DEEPEST:
        try:
            inner = json.loads(text, parse_int=str, parse_float=str)
        except (ValueError, RecursionError):
            inner = None
        if inner is not None:
            yield from _strings(inner, depth + 1)
            return
    if _TAG.search(text):
        tree = _tree(text)
        if tree is not None:
            yield from _seen(tree)
            return
    yield _ENTITY.sub(lambda found: html.unescape(found.group()), text) if "&" in text else text


def _index(value: Json, over: str, wanted: Mapping[str, str], found: dict[str, list[str]], depth: int) -> None:
    """Adds the words of every entry below `value` to the keys that it holds. over: words that stand over it."""
    if depth >= _DEEPEST:
        return
    if isinstance(value, dict):
        own = " ".join(words for scalar in _scalars(value) for words in _words_of(scalar, 0))
        for inner in value.values():
            _index(inner, f"{over} {own}", wanted, found, depth + 1)
    elif isinstance(value, list):
        for entry in value:
            if not isinstance(entry, dict):
                _index(entry, over, wanted, found, depth + 1)
                continue
            keys = {wanted[name] for scalar in _scalars(entry) for name in spellings(scalar) if name in wanted}
            if keys:
                words = f"{over} {' '.join(_strings(entry))}"
                for key in keys:
                    found.setdefault(key, []).append(words)
            else:
                _index(entry, over, wanted, found, depth + 1)


def _scalars(value: Mapping[str, Json], depth: int = 0) -> Iterable[str]:
    """Strings and numbers of an object and of the objects in it, also where a list holds nothing else."""
    for inner in value.values():
        if isinstance(inner, str):
            yield inner
        elif isinstance(inner, dict) and depth < _DEEPEST:
            yield from _scalars(inner, depth + 1)
        elif isinstance(inner, list) and all(isinstance(one, str) for one in inner):
            yield from inner
