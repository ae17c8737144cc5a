"""What nobody has confirmed about the live site, each with a test over one night's pages.

A test answers None where the night has nothing to test it on. The prose of each assumption stands in the package
docstring too; that the two agree is tested.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from calls.fetch import UnreadableText, page_text
from calls.model import Json, Page
from calls.words import clean
from sources.base import Assumption, Mark, UnreadablePage
from sources.blocks import Element, document, flatten
from sources.forskningsradet import date_rows
from sources.forskningsradet.addresses import API, LIST, ForeignAddress, canonical, is_call
from sources.forskningsradet.cards import group_name
from sources.forskningsradet.chrome import content
from sources.forskningsradet.headings import CONTACT_HEADINGS
from sources.forskningsradet.labels import FACTS, date_names, key

Pages = Mapping[str, Page]
Test = Callable[[Pages], bool | None]

_YEARLESS = re.compile(r"\d{1,2}\. [a-zæøå]+(?: \d{4})?|\d{1,2}\.\d{1,2}\.\d{4}|.*løpende.*", re.IGNORECASE)
_GUESSED_LABELS = frozenset(("målgruppe", "portefølje", "samarbeidspartnere"))


def _text(page: Page) -> str:
    try:
        return page_text(page)
    except UnreadableText:
        return ""


def _answers(pages: Pages) -> Iterator[dict[str, Json]]:
    """The search interface's answers, in the order of their addresses."""
    for url in sorted(pages):
        if url.partition("#")[0] == API:
            try:
                answer = json.loads(_text(pages[url]))
            except (ValueError, RecursionError):
                answer = None
            yield answer if isinstance(answer, dict) else {}


def _groups(pages: Pages) -> list[dict[str, Json]]:
    found = [group for answer in _answers(pages) for group in answer.get("groups") or () if isinstance(group, dict)]
    return [group for group in found if isinstance(group.get("title"), str)]


def _proposals(pages: Pages) -> list[dict[str, Json]]:
    found = [proposal for group in _groups(pages) for proposal in group.get("proposals") or ()]
    return [proposal for proposal in found if isinstance(proposal, dict)]


def _list_tree(pages: Pages) -> Element | None:
    page = next((pages[url] for url in sorted(pages) if url.partition("#")[0] == LIST), None)
    return _tree(page) if page is not None else None


def _tree(page: Page) -> Element | None:
    try:
        return document(_text(page))
    except UnreadablePage:
        return None


def _details(pages: Pages) -> Iterator[Element]:
    for url in sorted(pages):
        if "#" not in url and is_call(url) and (tree := _tree(pages[url])) is not None:
            yield tree


def _all(values: Sequence[bool]) -> bool | None:
    """None of nothing, else whether all hold."""
    return all(values) if values else None


def _seen(values: Sequence[bool]) -> bool | None:
    """True when it was seen once; None when it was not: not to see a thing does not refute it."""
    return True if any(values) else None


def _list_id(pages: Pages) -> bool | None:
    return _all([bool(answer.get("groups")) for answer in _answers(pages)])


def _types(pages: Pages) -> bool | None:
    return _all([group_name(str(group["title"]))[1] is not None for group in _groups(pages)])


def _date_label(pages: Pages) -> bool | None:
    labels = [proposal["dateLabel"] for proposal in _proposals(pages) if proposal.get("dateLabel")]
    return _all([date_names(str(label)) is not None for label in labels])


def _date_spelling(pages: Pages) -> bool | None:
    dates = [clean(str(proposal["date"])) for proposal in _proposals(pages) if proposal.get("date")]
    return _all([_YEARLESS.fullmatch(date) is not None for date in dates])


def _year(pages: Pages) -> bool | None:
    years = [proposal["year"] for proposal in _proposals(pages) if proposal.get("year") is not None]
    return _all([re.fullmatch(r"\d{4}|", str(year)) is not None for year in years])


def _form(pages: Pages) -> bool | None:
    tree = _list_tree(pages)
    return None if tree is None else bool(tree.xpath("//form[contains(@class, 'proposal-list-page')]"))


def _completed_class(pages: Pages) -> bool | None:
    tree = _list_tree(pages)
    statuses = [] if tree is None else tree.xpath("//*[contains(concat(' ', @class, ' '), ' status ')]")
    marked = [("status--is-completed" in s.get("class").split(), key(s.text_content())) for s in statuses]
    return _all([is_marked == (words == "gjennomført") for is_marked, words in marked if "gjennomført" in words])


def _results_link(pages: Pages) -> bool | None:
    tree = _list_tree(pages)
    links = [] if tree is None else tree.xpath("//a[contains(@class, 'proposal--link')]/@href")
    return _seen([link.endswith("#results") for link in links])


def _tab(pages: Pages) -> bool | None:
    """The text with `?tab=1` equals the plain page's."""
    found: list[bool] = []
    for url in sorted(pages):
        if urlsplit(url).query == "tab=1" and is_call(url) and (plain := pages.get(canonical(url))) is not None:
            found.append(_words(pages[url]) == _words(plain))
    return _all(found)


def _words(page: Page) -> list[str]:
    tree = _tree(page)
    return [] if tree is None else [block.text for block in content(tree)]


def _results_path(pages: Pages) -> bool | None:
    """Tables of results stand under sections[].content.tables[]."""
    found: list[bool] = []
    for tree in _details(pages):
        for script in tree.iter("script"):
            text = script.text or ""
            if "Innvilgede s" in text and '"table"' in text:
                found.append(
                    bool(re.search(r'"sections"\s*:\s*\[.*"content"\s*:\s*\{\s*"tables"\s*:', text, re.DOTALL))
                )
    return _all(found)


def _label_elements(pages: Pages) -> bool | None:
    """A key fact's label is an element of its own, not a part of a run of text."""
    found: list[bool] = []
    for tree in _details(pages):
        words = {key(run.text) for block in flatten(tree) for run in block.runs}
        text = clean(tree.text_content()).casefold()
        if "financial scheme" in text or "finansieringsordning" in text:
            found.append(len(words & FACTS.keys()) >= 3)
    return _all(found)


def _nb_labels(pages: Pages) -> bool | None:
    words = ({key(run.text) for block in content(tree) for run in block.runs} for tree in _details(pages))
    return _seen([bool(_GUESSED_LABELS & said) for said in words])


def _status_words(*words: str) -> Test:
    def test(pages: Pages) -> bool | None:
        said = {key(block.text) for tree in _details(pages) for block in content(tree)[:12]}
        for proposal in _proposals(pages):
            status = proposal.get("status")
            said.add(key(str(status.get("text"))) if isinstance(status, dict) else "")
        return _seen([word in said for word in words])

    return test


def _twin(pages: Pages) -> bool | None:
    found = []
    for tree in _details(pages):
        links = tree.xpath("//*[@hreflang]/@href")
        try:
            found.append(any(is_call(canonical(link)) for link in links))
        except ForeignAddress:
            found.append(False)
    return _seen(found)


def _contact(pages: Pages) -> bool | None:
    return _seen([any(key(block.text) in CONTACT_HEADINGS for block in content(tree)) for tree in _details(pages)])


def _date_rows(pages: Pages) -> bool | None:
    """Every row under the heading of dates begins with a date that we can read, and has a label."""
    found: list[bool] = []
    for tree in _details(pages):
        blocks = content(tree)
        regions = date_rows.regions(blocks)
        rows = [row for region in regions for row in date_rows.read(blocks, region)]
        if regions:
            found.append(bool(rows) and all(row.is_whole for row in rows))
    return _all(found)


def _welcome(pages: Pages) -> bool | None:
    """Plain requests are answered: no page is a browser challenge."""
    return _all([page.status == 200 and "just a moment" not in _text(page)[:2000].lower() for page in pages.values()])


def _robots(pages: Pages) -> bool | None:
    page = next((pages[url] for url in sorted(pages) if urlsplit(url).path == "/robots.txt"), None)
    return None if page is None else "user-agent" in _text(page).lower()


_ROWS: tuple[tuple[str, Mark, str, Test], ...] = (
    (
        "list_id",
        "likely",
        "18404 is the content id of the list page, and the search interface answers for it",
        _list_id,
    ),
    ("groups_are_types", "likely", "groups are application types, each heading ending in its count", _types),
    ("date_label", "likely", "dateLabel of a card is a label of date rows, such as Søknadsfrist", _date_label),
    ("date_spelling", "likely", "date of a card is dd.mm.yyyy, d. month name [yyyy], or løpende", _date_spelling),
    ("year_type", "guess", "year of a card is four digits, as number or string", _year),
    ("list_form", "likely", "the list's page holds its groups in form.proposal-list-page", _form),
    ("completed_class", "likely", "status--is-completed goes with Gjennomført", _completed_class),
    ("results_link", "likely", "a card's link may end in #results", _results_link),
    ("tab", "guess", "?tab=1 is the call's text, the same as the plain address", _tab),
    ("results_path", "guess", "the table of results stands under sections[].content.tables[]", _results_path),
    ("label_elements", "likely", "labels of key facts are elements of their own beside their values", _label_elements),
    ("nb_key_labels", "guess", "Norwegian key facts include Målgruppe, Portefølje and Samarbeidspartnere", _nb_labels),
    ("cancelled_nb", "guess", "a cancelled call says Avlyst in Norwegian", _status_words("avlyst")),
    ("closed_words", "guess", "a closed call may say Lukket or Stengt", _status_words("lukket", "stengt")),
    ("twin_link", "guess", "the other language is linked by hreflang or a language switch", _twin),
    ("contact_shape", "guess", "a call's contact point stands under a heading Kontakt or Contact", _contact),
    ("date_rows", "likely", "every row under Viktige datoer is a date we can read, then a label", _date_rows),
    ("plain_clients", "likely", "plain clients with one request a second are answered", _welcome),
    ("robots", "guess", "robots.txt exists; its text is not known", _robots),
)

ASSUMPTIONS = tuple(Assumption(name, mark, text, test) for name, mark, text, test in _ROWS)
