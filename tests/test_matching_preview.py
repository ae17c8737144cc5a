"""What a draft finds while it is written: what the night would give. And whom a call that was just typed is for."""

from __future__ import annotations

import dataclasses
import math
import threading
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from meaning_samples import LettersAsMeaning
from night_samples import run
from test_matching_bundled import NIGHT_AT

from calls.store import Store
from matching.feedback import Judged
from matching.index import shipped_glossary
from matching.meaning import Meaning
from matching.own_clusters import EXAMPLES
from matching.preview import SHOWN, Preview
from matching.profiles import Cluster, Profile, load_clusters
from matching.rank import TOP, rank

CLUSTERS = load_clusters(EXAMPLES)
HELSEINN = CLUSTERS[0]
NOBODY = Cluster("k", "Klynge", "K", "", (), ())


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The calls of the bundled nights."""
    home = tmp_path_factory.mktemp("home")
    assert run(home, "night").exit_code == 0
    with Store.open(f"sqlite:///{home / 'radar.sqlite'}") as store:
        return store.calls()


@pytest.fixture(scope="module")
def preview(calls: pd.DataFrame) -> Preview:
    return Preview(calls, shipped_glossary(), NIGHT_AT)


def record_of(calls: pd.DataFrame, source: str, source_id: str) -> dict[str, Any]:
    rows = calls[(calls["source"] == source) & (calls["source_id"] == source_id)]
    (row,) = rows.to_dict("records")
    return {str(name): value for name, value in row.items()}


@pytest.mark.parametrize("meaning", [None, LettersAsMeaning()], ids=["words", "meaning"])
def test_a_draft_is_ranked_as_the_night_would_rank_it(calls: pd.DataFrame, meaning: Meaning | None) -> None:
    preview = Preview(calls, shipped_glossary(), NIGHT_AT, meaning=meaning)
    night = rank(preview.index, calls, CLUSTERS, NIGHT_AT, TOP, meaning)
    for cluster in CLUSTERS:
        for profile in cluster.profiles:
            own = [one for one in night.matches if (one["cluster"], one["profile"]) == (cluster.key, profile.key)]
            fits = [one for one in own if one["detail"]["verdict"]["answer"] != "no"]
            found = preview.of(cluster, profile)
            assert list(found.matches) == fits[:SHOWN]
            assert len(found.matches) == SHOWN
            assert found.ruled_out <= len(own) - len(fits)


def test_what_was_said_of_calls_counts_as_it_does_in_a_night(calls: pd.DataFrame, preview: Preview) -> None:
    profile = HELSEINN.profiles[0]
    last = preview.of(HELSEINN, profile).matches[-1]
    said = {(HELSEINN.key, profile.key): [Judged(last["source"], last["source_id"], relevant=True)]}
    night = rank(preview.index, calls, [dataclasses.replace(HELSEINN, profiles=(profile,))], NIGHT_AT, TOP, said=said)
    found = preview.of(HELSEINN, profile, said)
    assert list(found.matches) == list(night.matches[:SHOWN])
    assert found.matches != preview.of(HELSEINN, profile).matches


def test_threads_get_what_one_alone_gets(preview: Preview) -> None:
    pairs = [(cluster, profile) for cluster in CLUSTERS for profile in cluster.profiles]
    alone = [preview.of(*pair) for pair in pairs]
    found: dict[int, Any] = {}

    def ask(number: int) -> None:
        for at in range(number, len(pairs), 4):
            found[at] = preview.of(*pairs[at])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[at] for at in range(len(pairs))] == alone


def test_the_words_that_carry_are_the_drafts_own_in_both_languages(preview: Preview) -> None:
    profile = next(one for one in HELSEINN.profiles if one.key == "digital_hjemmeoppfolging")
    found = preview.of(HELSEINN, profile)
    assert [one.contribution for one in found.carrying] == sorted(
        (one.contribution for one in found.carrying), reverse=True
    )
    text = " ".join((profile.title, profile.description, *profile.keywords)).casefold()
    assert all(one.profile_word.casefold() in text for one in found.carrying if " " not in one.profile_word)
    follow = next(one for one in found.carrying if one.profile_word.casefold() == "digital hjemmeoppfølging")
    assert (follow.nb, follow.en) == ("digital hjemmeoppfølging", "remote patient monitoring")
    terms = [
        term["contribution"]
        for match in found.matches
        for term in match["terms"]
        if term["profile_word"].casefold() == "digital hjemmeoppfølging" and not term["term"].startswith("alike:")
    ]
    assert math.isclose(follow.contribution, math.fsum(terms))


def test_keywords_that_no_call_has_are_named(preview: Preview) -> None:
    draft = Profile("x", "Demens", "Kort.", ("demens", "xylofonterapi", "hundeterapi"), "nb")
    found = preview.of(NOBODY, draft)
    assert found.idle == ("xylofonterapi",)  # calls have a part of the other
    assert "Ingen utlysninger har stikkordet «xylofonterapi». Prøv et vanligere ord." in [
        one.text for one in found.advice
    ]


def test_an_empty_draft_gets_advice_and_no_matches(preview: Preview) -> None:
    found = preview.of(NOBODY, Profile("x", "", "", (), ""))
    assert (found.matches, found.carrying, found.idle, found.ruled_out) == ((), (), (), 0)
    assert [one.field for one in found.advice] == [
        *("title", "description", "lang", "keywords", "members", "amount_max_nok", "start", "region", ""),
    ]
    assert found.advice[1].text == "For kort: skriv to–tre setninger."


def test_a_whole_profile_gets_no_advice_but_of_idle_keywords(preview: Preview) -> None:
    for cluster in CLUSTERS:
        for profile in cluster.profiles:
            found = preview.of(cluster, profile)
            assert [one.field for one in found.advice] == (["keywords"] if found.idle else [])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lang": "en", "keywords": ("demens",)}, "lang"),
        ({"description": "ord " * 301}, "description"),
        ({"description": "Bare noen få ord."}, "description"),
        ({"keywords": ()}, "keywords"),
        ({"members": (), "partner_types": ()}, "members"),
        ({"amount_min_nok": None, "amount_max_nok": None}, "amount_max_nok"),
        ({"start": "", "end": ""}, "start"),
        ({"avoid": ("Kols",)}, "avoid"),
    ],
)
def test_each_shortcoming_has_a_sentence_of_its_own(preview: Preview, change: dict[str, Any], field: str) -> None:
    profile = next(one for one in HELSEINN.profiles if one.key == "digital_hjemmeoppfolging")
    whole = {one.text for one in preview.of(HELSEINN, profile).advice}
    told = [one for one in preview.of(HELSEINN, dataclasses.replace(profile, **change)).advice if one.text not in whole]
    assert [one.field for one in told if one.field != "keywords" or field == "keywords"] == [field]
    assert all(one.text.endswith(".") and "{" not in one.text for one in told)


def test_whatever_is_half_typed_is_ranked_without_it(preview: Preview) -> None:
    profile = HELSEINN.profiles[0]
    odd = dataclasses.replace(
        profile,
        lang="klingon",
        start="mai",
        end="20",
        region="99",
        members=(*profile.members, "ukjent"),
        partner_types=(*profile.partner_types, "by"),
        amount_min_nok=-1,
        amount_max_nok=10**15,
        title=f"\x00{profile.title}\u202e",
        keywords=(*profile.keywords, "", " "),
    )
    clean = dataclasses.replace(profile, start="", end="", region="", amount_min_nok=None, amount_max_nok=None)
    assert [one["source_id"] for one in preview.of(HELSEINN, odd).matches]
    assert preview.of(HELSEINN, dataclasses.replace(odd, region="")).matches == preview.of(HELSEINN, clean).matches
    long = dataclasses.replace(profile, description="velferdsteknologi " * 100_000, keywords=("a" * 10_000,) * 5_000)
    assert preview.of(HELSEINN, long).matches


def test_a_call_that_is_there_is_for_whom_the_night_says(calls: pd.DataFrame, preview: Preview) -> None:
    night = rank(preview.index, calls, CLUSTERS, NIGHT_AT, TOP)
    match = next(one for one in night.matches if one["rank"] == 3)
    found = preview.of_call(record_of(calls, match["source"], match["source_id"]), CLUSTERS)
    expected = {
        (one["cluster"], one["profile"]): one
        for one in night.matches
        if (one["source"], one["source_id"]) == (match["source"], match["source_id"])
    }
    by_profile = {(one.cluster, one.profile): one for one in found}
    assert expected.keys() <= by_profile.keys()
    for key, one in expected.items():
        assert by_profile[key].score == one["score"]
        assert list(by_profile[key].terms) == one["terms"]
        assert by_profile[key].may_apply == one["detail"]["verdict"]["answer"]
        if by_profile[key].may_apply != "no":
            assert by_profile[key].rank == one["rank"]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_a_call_that_was_just_typed_finds_its_profile(calls: pd.DataFrame, preview: Preview) -> None:
    typed = {
        **record_of(calls, *preview.index.calls[0][:2]),
        "source": "egne",
        "source_id": "1",
        "content_hash": "ny",
        "title": "Tilskudd til demensomsorg i hjemmet",
        "summary": "Midler til dagtilbud på gård og avlastning for pårørende til personer med demens.",
        "full_text": "Kommuner kan søke om midler til demens, pårørende, dagtilbud og lokaliseringsteknologi.",
        "lang": "nb",
        "themes": None,
        "status": "open",
        "status_text": None,
        "deadlines": None,
        "deadline_at": None,
        "deadline_type": "rolling",
    }
    found = preview.of_call(typed, CLUSTERS)
    assert (found[0].cluster, found[0].profile) == ("helseinn", "demens_hjemme")
    assert found[0].rank is not None and found[0].rank <= SHOWN
    for one in found:
        assert math.isclose(math.fsum(term["contribution"] for term in one.terms), one.score, abs_tol=1e-9)
    assert len(preview.index.calls) == len(calls)  # asking changes nothing
    assert preview.of_call({**typed, "status": "closed"}, CLUSTERS) == []


def test_the_cache_of_a_night_is_read_and_never_written(calls: pd.DataFrame, tmp_path: Path) -> None:
    cache = tmp_path / "terms.npz"
    Preview(calls, shipped_glossary(), NIGHT_AT, cache)
    assert not cache.exists()
