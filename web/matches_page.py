"""What the lists of matches show: those of one project, or of several, chosen and ordered as the address asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from matching.judged import ProfileKey
from matching.profiles import Cluster, Profile
from publish.fit_words import RULED_OUT
from publish.night_rows import NightRows
from publish.rows import Row, call_id, records
from publish.sampled import Asked, drawn, unjudged
from publish.selection import Selection
from publish.selection_query import PARAMETERS, query_of
from publish.selection_words import selection_words
from web.filters import Filters, Option, address, filters
from web.nights import Shown
from web.pages import MatchCard, match_card
from web.said import said_values

MOST_CARDS = 100
"""Cards of one page. The list of one project nearly always is shorter."""

Age = Literal["same", "changed", "unranked"]
"""A project since the night ranked it: as it was; changed; or none has ranked it, and it is ranked now."""

MatchKey = tuple[str, str, str, str]


class Place(NamedTuple):
    """Which part of a long list a page shows: the first and last row (from 1), and addresses of its neighbours."""

    first: int
    last: int
    of: int
    before: str
    after: str


@dataclass(frozen=True)
class MatchList:
    """`found` of the lists: a page of cards of the very rows that files and feeds of the same address have.

    sentence: what was asked for. kinds: each reason for a match, how many there are of it, and their address. number:
    of matches that the project may apply for, so far as we know. cards, then ruled_out: the rows in their order; what
    it surely may not apply for stands apart where it is last, as in the order of ranks, else among the others. hidden:
    how many more there are that the readers put away. is_adjusted: whether what people said of calls counts in the
    ranking.
    """

    sentence: str
    filters: Filters
    kinds: list[tuple[Option, int, str]]
    number: int
    cards: list[MatchCard]
    ruled_out: list[MatchCard]
    place: Place
    hidden: int
    hidden_path: str
    is_meaning_used: bool
    is_adjusted: bool
    age: Age


def match_list(shown: Shown, selection: Selection, path: str, fixed: Sequence[str], page: int = 1) -> MatchList:
    """The list of a selection. path, fixed: as in web.filters. page: from 1; one past the end is the last."""
    everything = shown.everything()
    rows = everything.chosen(selection)
    scope = replace(Selection(), cluster=selection.cluster, profile=selection.profile)
    all_rows = everything.chosen(scope)
    natt = shown.night.night.isoformat() if shown.is_past else ""
    made = filters(selection, path, fixed, all_rows, natt)
    pages = max(1, -(-len(rows) // MOST_CARDS))
    number = min(max(page, 1), pages)
    first = (number - 1) * MOST_CARDS
    cards = cards_of(shown, rows[first : first + MOST_CARDS])
    fits = _fits(cards) if selection.sort == "rank" else len(cards)
    neighbour, of_kind = _neighbours(selection, path, fixed, natt), _of_kind(selection, path, fixed, natt)
    runs = shown.stored("runs", lambda: records(shown.store.match_runs(shown.night.night)))
    own = [
        run for run in runs if selection.profile in ("", run["profile"]) and selection.cluster in ("", run["cluster"])
    ]
    return MatchList(
        sentence=selection_words(selection, everything.asked_profiles(selection)),
        filters=made,
        kinds=[_kind(everything, selection, rows, option, of_kind) for option in made.options["treff"]],
        number=sum(row["may_code"] != RULED_OUT for row in rows),
        cards=cards[:fits],
        ruled_out=cards[fits:],
        place=Place(
            first + 1 if rows else 0,
            first + len(cards),
            len(rows),
            neighbour(number - 1) if number > 1 else "",
            neighbour(number + 1) if number < pages else "",
        ),
        hidden=_hidden(everything, selection, rows),
        hidden_path=address(path, {**query_of(selection), "vis_skjulte": "ja"}, fixed, natt),
        is_meaning_used=any(run["meaning_version"] for run in runs),  # all of a night are made alike
        is_adjusted=any(run["feedback_version"] for run in own),
        age=_age(shown, selection, own),
    )


def _neighbours(selection: Selection, path: str, fixed: Sequence[str], natt: str) -> Callable[[int], str]:
    def of(page: int) -> str:
        return address(path, {**query_of(selection), **({"side": str(page)} if page > 1 else {})}, fixed, natt)

    return of


def _of_kind(selection: Selection, path: str, fixed: Sequence[str], natt: str) -> Callable[[str], str]:
    def of(value: str) -> str:
        return address(path, {**query_of(selection), "treff": value}, fixed, natt)

    return of


def _kind(
    everything: NightRows, selection: Selection, rows: Sequence[Row], option: Option, path_of: Callable[[str], str]
) -> tuple[Option, int, str]:
    """A kind of match, how many rows there would be of it with all else as it is, and their address."""
    kind = PARAMETERS["treff"].read("treff", option.value) if option.value else None
    found = rows if kind == selection.kind else everything.chosen(replace(selection, kind=kind))
    return option, sum(row["may_code"] != RULED_OUT for row in found), path_of(option.value)


def _hidden(everything: NightRows, selection: Selection, rows: Sequence[Row]) -> int:
    """How many rows the readers put away that the list, of `rows`, else would hold."""
    if selection.shows_hidden:
        return 0
    return len(everything.chosen(replace(selection, shows_hidden=True))) - len(rows)


def _age(shown: Shown, selection: Selection, runs: Sequence[Row]) -> Age:
    """How the ranking of one project stands to what is written of it now; a list of several projects has none."""
    versions = {
        profile.version
        for cluster in shown.clusters
        for profile in cluster.profiles
        if (cluster.key, profile.key) == (selection.cluster, selection.profile)
    }
    if not versions or shown.night.state != "ranked":
        return "same"
    if not runs:
        return "unranked"
    return "same" if runs[0]["profile_version"] in versions else "changed"


def _fits(cards: Sequence[MatchCard]) -> int:
    """How many of the cards stand before all that their project may not apply for; all, where others stand between."""
    last = max((place for place, card in enumerate(cards) if card.row["may_code"] != RULED_OUT), default=-1)
    between = any(card.row["may_code"] == RULED_OUT for card in cards[: last + 1])
    return len(cards) if between else last + 1


def one_match(shown: Shown, cluster: Cluster, profile: Profile, source: str, source_id: str) -> MatchCard | None:
    """The match of a project with a call, also one that was put away; None when the night has no such match."""
    rows: dict[MatchKey, Row] = shown.kept(("by match", tuple(shown.clusters)), lambda: _by_match(shown))
    row = rows.get((cluster.key, profile.key, source, source_id))
    return None if row is None else cards_of(shown, [row])[0]


def _by_match(shown: Shown) -> dict[MatchKey, Row]:
    return dict(_keyed(shown.everything().listed))


def cards_of(shown: Shown, rows: Sequence[Row]) -> list[MatchCard]:
    """Rows of the night as cards, which are kept: a card holds what was drawn of it."""
    details: dict[MatchKey, Row] = shown.stored(("details", shown.written), lambda: _details(shown))
    kept: dict[MatchKey, MatchCard] = shown.kept(("match cards", tuple(shown.clusters)), dict)
    found = []
    for key, row in _keyed(rows):
        card = kept.get(key)
        # A page that was begun before the store changed has rows of before, and may have left its cards here.
        if card is None or card.row is not row:
            card = kept[key] = _card(shown, row, details[key])
        found.append(card)
    return found


def _keyed(rows: Iterable[Row]) -> Iterator[tuple[MatchKey, Row]]:
    return (((row["cluster"], row["profile"], *call_id(row)), row) for row in rows)


def _card(shown: Shown, row: Row, match: Row) -> MatchCard:
    away = shown.standing.hidden_by(row["cluster"], row["profile"], *call_id(row)) if row["is_hidden"] else None
    return match_card(row, match["terms"], match["detail"] or {}, away)


def _details(shown: Shown) -> dict[MatchKey, Row]:
    """Every match of the night, with what the rows leave out."""
    return dict(_keyed(shown.matches()))


def asked_calls(shown: Shown, cluster: Cluster, profile: Profile, decisions_url: str) -> list[Asked]:
    """`asked` of matches.html: of the newest night's sample what nobody has judged for the profile; none of others."""
    if shown.is_past:
        return []
    found: dict[ProfileKey, list[Asked]] = shown.stored(
        ("sample", said_values(shown.standing)), lambda: drawn(shown.store, shown.night.night, shown.standing)
    )
    key = (cluster.key, profile.key)
    return unjudged(key, found.get(key, []), decisions_url)
