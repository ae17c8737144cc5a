"""The night's policy: what is asked for, what is read, and what happens when answers are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from source_samples import Site, page, rendered
from test_sources_forskningsradet_listing import CARD, OLD, OTHER, answer, shown

from bundle.render import listing_json
from calls.failures import FetchError, NotAnswered, NotArchived, Refused
from calls.model import Card, Listing, Page, Request
from sources.base import UnreadablePage
from sources.checking import check_assumptions
from sources.forskningsradet import SOURCE
from sources.forskningsradet.addresses import API, LIST
from sources.harvest import Known, card_hash, collect, harvest, read

HOST = "https://www.forskningsradet.no/utlysninger/"
PILOT, POLAR, OLDER = f"{HOST}2026/pilot-helse/", f"{HOST}2026/polhavet-2050/", f"{HOST}2023/gammel/"
LISTS = {
    f"{API}#0": answer(CARD, OTHER),
    f"{API}#1": answer(OLD),
    LIST: shown({**CARD, "title": "Pilot Helse & omsorg"}, OTHER),
}
ASKED = [f"{API}#0", f"{API}#1", LIST]


def detail(url: str) -> Page:
    return page(rendered(url=url, title="Tittel"), url)


def site(*urls: str, **lists: Page) -> Site:
    return Site({**LISTS, **{url: detail(url) for url in urls}})


def known(night: Site) -> dict[str, Known]:
    """What a night with every page would have left behind."""
    found = harvest(SOURCE, night.get, {})
    cards = {card.source_id: card for card in found.listing.cards}
    status = {True: "open", False: "closed"}
    return {
        key: Known(status[card.is_current], card_hash(card), is_detail_read=True, is_listed=True, url=card.url)
        for key, card in cards.items()
    }


def test_first_night_reads_everything() -> None:
    night = site(PILOT, POLAR, OLDER)
    found = harvest(SOURCE, night.get, {})
    assert night.asked == [*ASKED, PILOT, POLAR, OLDER]
    assert [(reading.source_id, reading.is_detail_read, reading.pages) for reading in found.readings] == [
        ("2026/pilot-helse", True, (PILOT,)),
        ("2026/polhavet-2050", True, (POLAR,)),
        ("2023/gammel", True, (OLDER,)),
    ]
    assert (found.fetched, found.parsed, found.issues, found.unchanged) == (6, 3, (), ())
    assert list(found.pages) == [f"{API}#current", f"{API}#completed", f"{LIST}#html", PILOT, POLAR, OLDER]
    assert found.card_hashes.keys() == {"2026/pilot-helse", "2026/polhavet-2050", "2023/gammel"}


def test_a_completed_call_is_read_again_only_for_a_reason() -> None:
    before = known(site(PILOT, POLAR, OLDER))
    quiet = site(PILOT, POLAR, OLDER)
    found = harvest(SOURCE, quiet.get, before)
    assert quiet.asked == [*ASKED, PILOT, POLAR]
    assert (found.unchanged, len(found.readings)) == (("2023/gammel",), 2)
    old = before["2023/gammel"]
    for changed in (
        Known(old.status, "another hash", True, True, old.url),
        Known("open", old.card_hash, True, True, old.url),
        Known(old.status, old.card_hash, False, True, old.url),
    ):
        again = site(PILOT, POLAR, OLDER)
        harvest(SOURCE, again.get, {**before, "2023/gammel": changed})
        assert again.asked == [*ASKED, PILOT, POLAR, OLDER]


def test_never_read_ones_newest_first_and_capped() -> None:
    completed = [{**OLD, "id": str(year), "url": f"/utlysninger/{year}/gammel/"} for year in (2021, 2025, 2023)]
    urls = [f"{HOST}{year}/gammel/" for year in (2021, 2025, 2023)]
    night = site(PILOT, POLAR, *urls)
    night.answers[f"{API}#1"] = answer(*completed)
    found = harvest(SOURCE, night.get, {}, detail_cap=1)
    assert night.asked == [*ASKED, PILOT, POLAR, urls[1]]
    assert [(issue.kind, issue.text) for issue in found.issues] == [("capped", "2")]
    assert [reading.source_id for reading in found.readings if not reading.is_detail_read] == [
        "2021/gammel",
        "2023/gammel",
    ]


def test_a_call_that_left_the_list_is_looked_up_once_the_list_is_whole() -> None:
    gone = f"{HOST}2025/borte/"
    before = {"2025/borte": Known("open", "", True, True, gone), "2024/slutt": Known("closed", "", True, True, gone)}
    night = site(PILOT, POLAR, OLDER, gone)
    found = harvest(SOURCE, night.get, before)
    assert night.asked[-1] == gone
    assert found.readings[-1].source_id == "2025/borte"
    missing = site(PILOT, POLAR, OLDER)
    found = harvest(SOURCE, missing.get, before)
    assert [(issue.kind, issue.source_id, issue.severity) for issue in found.issues] == [
        ("not_listed", "2025/borte", "info")
    ]
    unsure = site(PILOT, POLAR, OLDER, gone)
    del unsure.answers[f"{API}#1"]
    harvest(SOURCE, unsure.get, before)
    assert gone not in unsure.asked


@pytest.mark.parametrize(
    ("first", "second", "is_absent"),
    [
        (Refused("", "Borte.", 404), Refused("", "Borte.", 410), True),
        (Refused("", "Borte.", 404), Refused("", "Nei.", 403), False),
        (NotAnswered("", "Stille."), Refused("", "Borte.", 404), False),
        (NotArchived("", "Mangler."), NotArchived("", "Mangler."), False),
    ],
)
def test_a_call_is_absent_only_if_the_site_says_so_of_every_address(
    first: FetchError, second: FetchError, is_absent: bool
) -> None:
    gone = Known("open", "", True, True, f"{HOST}2025/borte/")
    night = site(PILOT, POLAR, OLDER)
    answers = {"https://a.no/1": first, "https://a.no/2": second}

    def get(request: Request) -> Page:
        if request.url in answers:
            raise answers[request.url]
        return night.get(request)

    def detail_of(card: Card) -> Sequence[Request]:
        return [Request(url) for url in answers] if card.source_id == "2025/borte" else SOURCE.detail(card)

    found = harvest(replace(SOURCE, detail=detail_of), get, {"2025/borte": gone})
    assert found.absent == ({"2025/borte"} if is_absent else set())
    assert [(issue.kind, issue.source_id) for issue in found.issues] == [("not_listed", "2025/borte")]


def test_a_missing_or_unreadable_page_leaves_the_card() -> None:
    night = site(PILOT, OLDER)
    night.answers[PILOT] = page("<html><body><h1>Vedlikehold</h1></body></html>", PILOT)
    found = harvest(SOURCE, night.get, {})
    assert [(reading.source_id, reading.is_detail_read) for reading in found.readings] == [
        ("2026/pilot-helse", False),
        ("2026/polhavet-2050", False),
        ("2023/gammel", True),
    ]
    assert [(issue.kind, issue.source_id) for issue in found.issues] == [
        ("not_archived", "2026/polhavet-2050"),
        ("unreadable_page", "2026/pilot-helse"),
    ]
    assert [fact.text for fact in found.readings[0].all("deadline")] == ["10. juni"]
    assert found.readings[0].api_id == "900001"


def test_the_listed_address_answers_where_the_canonical_one_does_not() -> None:
    night = site(f"{PILOT}?tab=1", POLAR, OLDER)
    found = harvest(SOURCE, night.get, {})
    assert night.asked[3:5] == [PILOT, f"{PILOT}?tab=1"]
    assert found.readings[0].pages == (f"{PILOT}?tab=1",)


def test_without_any_list_nothing_is_asked_and_reading_refuses() -> None:
    night = Site({f"{API}#1": answer(OLD)})
    collected = collect(SOURCE, night.get, {})
    assert night.asked == ASKED
    assert [(issue.kind, issue.text, issue.severity) for issue in collected.issues] == [
        ("not_archived", "current", "error"),
        ("not_archived", "html", "error"),
    ]
    with pytest.raises(UnreadablePage):
        read(SOURCE, collected, {})


def test_reading_needs_no_network_and_gives_the_same_each_time() -> None:
    night = site(PILOT, POLAR, OLDER)
    collected = collect(SOURCE, night.get, {})
    asked = list(night.asked)
    assert read(SOURCE, collected, {}) == read(SOURCE, collected, {})
    assert night.asked == asked


def test_the_order_of_a_cards_facts_is_no_change() -> None:
    turned = {**CARD, "tags": list(reversed(CARD["tags"]))}
    one, other = (
        SOURCE.index({"current": page(listing_json([cards]), API, "application/json")}).cards[0]
        for cards in (CARD, turned)
    )
    assert one != other
    assert card_hash(one) == card_hash(other)


def test_more_calls_than_there_can_be_is_an_error() -> None:
    night = site(PILOT, POLAR, OLDER)
    found = harvest(replace(SOURCE, ceiling=2), night.get, {})
    assert [(issue.kind, issue.severity) for issue in found.issues] == [("count_mismatch", "error")]


def test_assumptions_on_the_pages_of_a_night() -> None:
    found = harvest(SOURCE, site(PILOT, POLAR, OLDER).get, {})
    held = {assumption.key: answer for assumption, answer in check_assumptions(SOURCE, found.pages)}
    assert held == {
        "list_id": True,
        "groups_are_types": True,
        "date_label": True,
        "date_spelling": True,
        "year_type": True,
        "list_form": True,
        "completed_class": None,
        "results_link": True,
        "tab": None,
        "results_path": None,
        "label_elements": None,
        "nb_key_labels": None,
        "cancelled_nb": None,
        "closed_words": None,
        "twin_link": True,
        "contact_shape": True,
        "date_rows": True,
        "plain_clients": True,
        "robots": None,
    }
    assert set(dict(check_assumptions(SOURCE, {}))) == set(SOURCE.assumptions)
    assert {answer for _, answer in check_assumptions(SOURCE, {})} == {None}


def test_assumptions_that_do_not_hold() -> None:
    bad = '{"groups": [{"title": "Uten tall", "proposals": [{"dateLabel": "Ukjent", "date": "snart", "year": "27"}]}]}'
    status = '<div class="proposal-group"><div class="status">Gjennomført</div></div>'
    plain = rendered("list", url=PILOT, key_facts={"Portefølje": "Helse"}, badges=["Avlyst"])
    rows = "<main><h2>Viktige datoer</h2><p>Kommer.</p><h2>Formål</h2><p>Financial scheme: x. Other.</p></main>"
    pages = {
        f"{API}#current": page(bad, API, "application/json"),
        f"{API}#completed": page("[]", API, "application/json"),
        f"{LIST}#html": page(status + '<a class="proposal--link" href="/x#results">x</a>', LIST),
        "https://www.forskningsradet.no/robots.txt": page("<html>", content_type="text/html"),
        PILOT: page(plain, PILOT),
        f"{PILOT}?tab=1": page(plain.replace("Helse", "Hav"), PILOT),
        POLAR: page(rows + '<script>x = {"table": "Innvilgede søknader"}</script><p>Just a moment</p>', POLAR),
        OLDER: page(b"\xff\xfe\x00\xd8", OLDER),
    }
    held = {assumption.key: answer for assumption, answer in check_assumptions(SOURCE, pages)}
    assert held == {
        "list_id": False,
        "groups_are_types": False,
        "date_label": False,
        "date_spelling": False,
        "year_type": False,
        "list_form": False,
        "completed_class": False,
        "results_link": True,
        "tab": False,
        "results_path": False,
        "label_elements": False,
        "nb_key_labels": True,
        "cancelled_nb": True,
        "closed_words": None,
        "twin_link": True,
        "contact_shape": True,
        "date_rows": False,
        "plain_clients": False,
        "robots": False,
    }


def test_a_card_whose_key_the_store_cannot_hold_is_an_issue() -> None:
    def index(pages: Mapping[str, Page]) -> Listing:
        found = SOURCE.index(pages)
        long = replace(found.cards[0], source_id="å" * 501)
        return replace(found, cards=(long, *found.cards[1:]))

    found = harvest(replace(SOURCE, index=index), site(PILOT, POLAR, OLDER).get, {})
    assert [card.source_id for card in found.listing.cards] == ["2026/polhavet-2050", "2023/gammel"]
    assert not found.listing.is_complete
    (issue,) = [one for one in found.issues if "1000 byte" in one.message]
    assert (issue.kind, issue.text) == ("unreadable_page", "å" * 200)
