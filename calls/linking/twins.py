"""The texts of one call in several languages at the same source.

Certain where a page points at the other one. Else a twin is guessed, and only where year in the address, every
deadline, all other dates and amounts that both state, and the titles' content agree, with one candidate either way:
many calls of a funder share a deadline, and two calls taken for one hide a call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from calls.fields import word_nb
from calls.linking.concepts import overlap, telling
from calls.linking.shapes import CallId, Entry, Link, day_words, link
from calls.model import Issue

_LEAST_OVERLAP = 0.5
_LEAST_MARGIN = 0.2
"""How much nearer the best title must be than the next one."""

_SAME_WHERE_BOTH_SAY = (
    "project_start_earliest_date",
    "project_start_latest_date",
    "project_end_latest_date",
    "budget_nok",
    "award_floor_nok",
    "award_ceiling_nok",
    "budget_eur",
    "award_floor_eur",
    "award_ceiling_eur",
)


def stated(entries: Sequence[Entry]) -> tuple[list[Link], list[Issue]]:
    """The twins that pages point at, and an issue for each page whose pointer does not hold.

    A pointer holds unless it leads to a text in the same language, the page it leads to points at another text in
    this language, or several texts in this language lead there and that page does not settle which.
    """
    by_address = {(entry.source, _address(entry.record["url"])): entry for entry in entries}
    points = {entry.id: _target(entry, by_address) for entry in entries if entry.record["twin_url"]}
    claims: dict[tuple[CallId, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        target = points.get(entry.id)
        if target:
            claims[target.id, entry.lang].append(entry)
    links: set[Link] = set()
    issues = []
    for entry in entries:
        target = points.get(entry.id)
        if target is None or target is entry:
            continue
        if _holds(entry, target, points.get(target.id), claims[target.id, entry.lang]):
            links.add(
                link(
                    entry, target, "twin", f"Nettstedet sier at det er samme utlysning på {_languages(entry, target)}."
                )
            )
        else:
            issues.append(does_not_hold(entry, target))
    return sorted(links), issues


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc.casefold()}{parts.path.rstrip('/')}"


def _target(entry: Entry, by_address: dict[tuple[str, str], Entry]) -> Entry | None:
    try:
        return by_address.get((entry.source, _address(entry.record["twin_url"])))
    except ValueError:
        return None


def _holds(entry: Entry, target: Entry, back: Entry | None, rivals: Sequence[Entry]) -> bool:
    if target.lang == entry.lang:
        return False
    if back is not None and back.lang == entry.lang:
        return back is entry
    if len(rivals) == 1:
        return True
    alike = [rival for rival in rivals if rival.deadline_days == target.deadline_days and target.deadline_days]
    return len(alike) == 1 and alike[0] is entry


def does_not_hold(entry: Entry, target: Entry) -> Issue:
    """The issue of a page that points at a page which is not its twin."""
    message = (
        "Siden oppgir en annen side som samme utlysning på et annet språk, men den siden er ikke det; "
        "de to er ikke slått sammen. Se på begge sidene."
    )
    record = entry.record
    return Issue(
        entry.source, record["source_id"], "wrong_twin", "twin_url", target.record["url"], message, record["url"]
    )


def guessed(entries: Sequence[Entry], taken: frozenset[tuple[CallId, str]]) -> list[Link]:
    """Twins by what they say. taken: pairs of call and language that have their twin already."""
    links = []
    for block in _blocks(entries).values():
        scores = _scores(block, taken)
        near = _nearest(scores, block)
        for (one, other), score in sorted(scores.items()):
            first, second = block[one], block[other]
            rivals = (near[one, second.lang], near[other, first.lang])
            if score >= _LEAST_OVERLAP and all(_is_clear(score, found) for found in rivals):
                links.append(link(first, second, "twin", _reason(first, second)))
    return sorted(links)


def _nearest(scores: Mapping[tuple[int, int], float], block: Sequence[Entry]) -> dict[tuple[int, str], list[float]]:
    """For each place in the block and language: the two highest scores with a text in that language."""
    found: dict[tuple[int, str], list[float]] = defaultdict(list)
    for (one, other), score in scores.items():
        for here, there in ((one, other), (other, one)):
            best = found[here, block[there].lang]
            best.append(score)
            best.sort(reverse=True)
            del best[2:]
    return found


def _is_clear(score: float, nearest: Sequence[float]) -> bool:
    """Whether this is the highest score, and no other one comes near."""
    return score == nearest[0] and (len(nearest) == 1 or nearest[1] < score - _LEAST_MARGIN)


def _blocks(entries: Sequence[Entry]) -> dict[tuple[object, ...], list[Entry]]:
    """Calls that could be twins of each other: same source, year in the address, deadlines."""
    blocks: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.year is not None and (entry.deadline_days or entry.record["deadline_type"]):
            blocks[entry.source, entry.year, entry.deadline_days, entry.record["deadline_type"]].append(entry)
    return {key: sorted(block, key=lambda entry: entry.id) for key, block in blocks.items()}


def _scores(block: Sequence[Entry], taken: frozenset[tuple[CallId, str]]) -> dict[tuple[int, int], float]:
    """How near the titles of the pairs are that may be twins; places in the block, the lower first."""
    found = {}
    for one, other in _pairs(block):
        first, second = block[one], block[other]
        if (first.id, second.lang) in taken or (second.id, first.lang) in taken:
            continue
        score = overlap(first.concepts, second.concepts)
        if score and _agree(first, second):
            found[one, other] = score
    return found


def _pairs(block: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Each pair of places once whose languages differ and whose titles share something that tells calls apart."""
    places: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, entry in enumerate(block):
        near: set[int] = set()
        for concept in telling(entry.concepts):
            for lang, earlier in places[concept].items():
                if lang != entry.lang:
                    near.update(earlier)
            places[concept][entry.lang].append(place)
        yield from ((earlier, place) for earlier in sorted(near))


def _agree(one: Entry, other: Entry) -> bool:
    """Whether nothing that both state differs, and something besides the deadlines is the same."""
    pairs = [(one.opening_day, other.opening_day)]
    pairs += [(one.record[name], other.record[name]) for name in _SAME_WHERE_BOTH_SAY]
    both = [(ours, theirs) for ours, theirs in pairs if ours is not None and theirs is not None]
    return all(ours == theirs for ours, theirs in both) and bool(both or one.other_days & other.other_days)


def _languages(one: Entry, other: Entry) -> str:
    order = ("nb", "nn", "en")
    return " og ".join(word_nb(lang) for lang in sorted((one.lang, other.lang), key=order.index))


def _reason(one: Entry, other: Entry) -> str:
    days = one.deadline_days
    when = f"frist {' og '.join(day_words(day) for day in days)}" if days else "fristtype"
    return (
        f"Samme år i adressen, samme {when}, samme øvrige datoer og beløp og samme innhold i tittelen "
        f"på {_languages(one, other)}."
    )
