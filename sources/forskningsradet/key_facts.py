"""Key facts: a label, then its value, in a definition list, a table, glued spans, lines or boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calls.model import Fact, FactName
from calls.words import clean
from sources.blocks import Block, Element
from sources.forskningsradet.cells import Cell, is_filler
from sources.forskningsradet.chrome import is_about_another_call, is_plumbing
from sources.forskningsradet.headings import CALL_HEADINGS, DATE_HEADINGS
from sources.forskningsradet.labels import GENERIC, IS_DATED, date_names, fact_names, key
from sources.forskningsradet.report import Report
from sources.forskningsradet.values import goes_on, has_deadline, is_date, is_deadline

_TERM_CHARACTERS = 120
_VALUE_CHARACTERS = 800
_STATUS_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Found:
    """The key facts of a page, and the numbers of the blocks that they stand in."""

    facts: tuple[Fact, ...]
    places: frozenset[int]
    labels: int


def read(blocks: Sequence[Block], stream: Sequence[Cell], taken: frozenset[int], report: Report) -> Found:
    """Key facts in the blocks, whose cells are `stream`, that are not `taken` by the date block."""
    return _Reader(blocks, stream, taken, report).read()


class _Reader:
    def __init__(self, blocks: Sequence[Block], stream: Sequence[Cell], taken: frozenset[int], report: Report) -> None:
        self._report = report
        self._cells = [cell for cell in stream if cell.place not in taken and not is_filler(cell.text)]
        self._facts: list[Fact] = []
        self._places: set[int] = set()
        self._labels = 0
        self._terms: list[Cell] = []
        self._label_tag = ""
        self._top = _first_section(blocks)
        self._generic: list[tuple[Sequence[Cell], list[Fact]]] = []
        self._has_company = False

    def read(self) -> Found:
        number = 0
        loose_date: Cell | None = None
        while number < len(self._cells):
            cell = self._cells[number]
            names = self._names(cell)
            if names is None:
                loose_date = cell if is_date(cell.text) else None
                number += 1
                if loose_date is None:
                    self._end_list()
                continue
            if loose_date is not None and IS_DATED.issuperset(names):
                # A date before a dated label is a date row that stands without the heading.
                self._keep(names, cell, loose_date.text, loose_date.quote, [loose_date, cell])
                loose_date, number = None, number + 1
                continue
            number = self._read_value(number, cell, names)
            loose_date = None
        self._end_list()
        self._report_unknown_terms()
        return Found(tuple(dict.fromkeys(self._facts)), frozenset(self._places), self._labels)

    def _names(self, cell: Cell) -> tuple[FactName, ...] | None:
        if cell.is_link or cell.is_in_sentence or len(cell.text) > _TERM_CHARACTERS:
            return None
        names = fact_names(cell.text)
        if names is None and cell.block.tag == "dt":
            self._terms.append(cell)
        if names and self._is_heading(cell):
            return None
        if names and is_about_another_call(cell.block, self._report.source_id):
            return None
        return names

    def _is_heading(self, cell: Cell) -> bool:
        """Whether words that may be a label or a section's heading ("Hvem kan søke?") are the latter."""
        block = cell.block
        if key(cell.text) not in CALL_HEADINGS or block.tag in ("dt", "th", "td") or len(block.runs) > 1:
            return False
        return cell.place - 1 not in self._places or (block.level > 0 and block.tag != self._label_tag)

    def _read_value(self, number: int, label: Cell, names: tuple[FactName, ...]) -> int:
        """Keeps the label's value, if it has one that may be its, and returns where to read on."""
        end = number + 1
        values: list[Cell] = []
        following = self._cells[end].block if end < len(self._cells) else None
        is_broken_line = following is not None and following.element is label.block.element
        box = None if is_broken_line else _value_box(label)
        while end < len(self._cells) and self._is_value(self._cells[end], label, box, bool(values)):
            values.append(self._cells[end])
            end += 1
        if values and self._fits(names, values):
            self._keep_values(names, label, values)
            return end
        if values and not (values[0].is_in_sentence or is_plumbing(values[0].block)):
            text = values[0].text[:500]
            column = "deadline_at" if names == ("deadline",) else ""
            message = f"Verdien ved «{label.text}» er av en annen form enn ventet og er ikke brukt: «{text[:160]}»."
            self._report.issue("unknown_word", column, text, message)
        elif not values and not label.block.level:
            self._places.add(label.place)
        return number + 1

    def _is_value(self, cell: Cell, label: Cell, box: Element | None, is_more: bool) -> bool:
        """Whether the cell is (more of) the label's value."""
        name = key(cell.text)
        if cell.text.endswith(":"):
            return False
        if fact_names(cell.text) or date_names(cell.text) or name in DATE_HEADINGS or name in CALL_HEADINGS:
            return False
        if cell.place == label.place:
            return True
        if cell.block.level and not label.block.level and cell.block.level <= 3:
            return False
        if box is not None and _stands_in(cell.block.element, box, label.block.tag == "dt"):
            return True
        return not is_more and box is None and cell.place - label.place <= 2

    def _fits(self, names: tuple[FactName, ...], values: Sequence[Cell]) -> bool:
        """Whether the value may belong to the label; a dated label in running text wants a date at once."""
        text = values[0].text
        length = sum(len(cell.text) for cell in values)
        if is_plumbing(values[0].block) or length > (_STATUS_CHARACTERS if names == ("status",) else _VALUE_CHARACTERS):
            return False
        if not IS_DATED.issuperset(names):
            return True
        if names != ("deadline",) or is_date(text):
            return is_date(text)
        if values[0].is_in_sentence:
            return is_deadline(text) and not goes_on(text)
        return has_deadline(text)

    def _keep_values(self, names: tuple[FactName, ...], label: Cell, values: Sequence[Cell]) -> None:
        """One fact of the values joined; of a dated label one for each date, with the other words as its note."""
        if IS_DATED.issuperset(names) and len(values) > 1:
            dates = [cell for cell in values if is_date(cell.text)] or list(values[:1])
            note = "\n".join(cell.text for cell in values if not any(cell is date for date in dates))
            for cell in dates:
                self._keep(names, label, cell.text, cell.quote, [label, *values], note)
            return
        text = ", ".join(dict.fromkeys(cell.text for cell in values))
        self._keep(names, label, text, values[0].quote, [label, *values])

    def _keep(
        self,
        names: tuple[FactName, ...],
        label: Cell,
        text: str,
        quote: str,
        used: Sequence[Cell],
        note: str = "",
    ) -> None:
        found = [self._report.fact(name, text, label=label.text, note=note, quote=quote) for name in names]
        self._facts += found
        if key(label.text) in GENERIC and label.place >= self._top:
            self._generic.append((used, found))
        else:
            self._has_company = True
        self._labels += 1
        self._label_tag = label.block.tag
        self._places.update(cell.place for cell in used)

    def _end_list(self) -> None:
        """Takes back what a generic label gave where no other key fact stands beside it: it may be anything's."""
        for used, found in () if self._has_company else self._generic:
            self._labels -= 1
            self._places.difference_update(cell.place for cell in used)
            for fact in found:
                self._facts.remove(fact)
                text = f"{fact.label}: {fact.text}"
                message = f"«{text}» står alene i teksten og er ikke brukt som søknadsfrist."
                self._report.issue("unknown_label", "deadline_at", text, message)
        self._generic, self._has_company = [], False

    def _report_unknown_terms(self) -> None:
        if self._labels < 2:
            return
        for cell in self._terms:
            if key(cell.text) and date_names(cell.text) is None:
                message = f"Faktalisten har en ukjent etikett: «{cell.text}»."
                self._report.issue("unknown_label", "", cell.text, message, "info")


def _first_section(blocks: Sequence[Block]) -> int:
    """Number of the block where the first section or the dates begin: what stands above is the call's own."""
    for place, block in enumerate(blocks):
        name = key(block.text)
        if name in DATE_HEADINGS or ((1 < block.level <= 3 or name in CALL_HEADINGS) and not fact_names(name)):
            return place
    return len(blocks)


def _value_box(label: Cell) -> Element | None:
    """The element that holds the label's value: the next one beside the label, or beside the box around the label.

    None when the value can only be what is read next. The label's own element, which holds no value, where a table
    sets labels side by side.
    """
    element = label.block.element
    if element.tag in ("th", "td") and element.getnext() is None and element.getprevious() is not None:
        return element
    for _ in range(4):
        following = element.getnext()
        while following is not None and not isinstance(following.tag, str):
            following = following.getnext()
        if following is not None:
            return following
        element = element.getparent()
        if element is None or clean(element.text_content()) != label.block.text:
            return None
    return None


def _stands_in(element: Element, box: Element, has_siblings: bool) -> bool:
    """Whether the element is in the box; for a definition list, in it or in a dd that follows it at once."""
    if element is box or any(ancestor is box for ancestor in element.iterancestors()):
        return True
    if not has_siblings or box.tag != "dd":
        return False
    following = box.getnext()
    while following is not None and following.tag == "dd":
        if element is following or any(ancestor is following for ancestor in element.iterancestors()):
            return True
        following = following.getnext()
    return False
