"""The night's matches measured by what people said of them, through the job that the schedule runs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from night_samples import call, night_file, run

from assets.quality import (
    FIRST,
    NOBODY,
    QUALITY,
    change_since,
    judgments_of,
    ranking_of,
    sample_words,
    verdict,
)
from calls.home import Home
from calls.store import Store
from matching.evaluate import Interval
from matching.judged import Change, Judgment, SampleQuality
from pipelines.definitions import build_definitions
from publish.sampled import SAMPLE, SAMPLE_MARK, open_calls
from readers import Decision, Decisions

NIGHTS = (date(2026, 9, 15), date(2026, 9, 16))
AT = datetime(2026, 9, 17, 9, tzinfo=UTC)
PROFILES = [("k", "p1"), ("k", "p2"), ("l", "p3")]


def _decision(kind: Any, profile: str, number: int, source_id: str = "1", reason: str = "") -> Decision:
    at = AT.replace(minute=number)
    return Decision(str(number), kind, "k", profile, "f", source_id, reason, "Kari", at, None, None)


def test_the_last_word_on_a_pair_counts_and_a_mark_tells_the_sample() -> None:
    said = [
        _decision("relevant", "p1", 1),
        _decision("not_for_us", "p1", 2),
        _decision("known", "p2", 3, reason=f"{SAMPLE_MARK} 2026-09-15"),
        _decision("relevant", "gone", 4),
    ]
    assert judgments_of(said, PROFILES) == [
        Judgment(("k", "p1"), ("f", "1"), 0),
        Judgment(("k", "p2"), ("f", "1"), 2, is_sampled=True),
    ]


def test_a_no_of_the_whole_cluster_is_each_profiles_unless_it_says_otherwise_itself() -> None:
    of_all, own = _decision("not_for_us", "", 2), _decision("relevant", "p1", 1)
    assert judgments_of([own, of_all], PROFILES) == [
        Judgment(("k", "p1"), ("f", "1"), 2),
        Judgment(("k", "p2"), ("f", "1"), 0),
    ]
    # A yes of the whole cluster takes its no back, and says of no profile that it is right.
    assert judgments_of([of_all, _decision("relevant", "", 3)], PROFILES) == []


def test_the_words_of_the_check() -> None:
    assert verdict(None, is_judged=False) == (True, NOBODY)
    assert verdict(Change(9, Interval(-1, -1, -1)), is_judged=False) == (True, NOBODY)
    assert verdict(None, is_judged=True) == (True, FIRST)
    passed, said = verdict(Change(2, None), is_judged=True)
    assert passed and said.startswith("For få vurderinger") and "2 prosjekter" in said
    passed, said = verdict(Change(9, Interval(-0.02, -0.03, -0.01)), is_judged=True)
    assert not passed and said.startswith("Treffene er dårligere enn forrige natt: nDCG@10 endret -0.020 (95 %")
    passed, said = verdict(Change(9, Interval(0.01, -0.03, 0.05)), is_judged=True)
    assert passed and said.startswith("Treffene er ikke dårligere") and "+0.010" in said


def test_the_words_of_the_sample() -> None:
    assert SAMPLE_MARK in sample_words(SampleQuality(0, 0, None, None))
    assert sample_words(SampleQuality(3, 0, None, None)) == "3 tilfeldig trukne utlysninger er vurdert, 0 passet."
    found = SampleQuality(4, 2, Interval(0.5, 0.1, 0.9), Interval(1.0, 0.3, 1.0))
    assert "0.500 (0.100 til 0.900) blant de ti første" in sample_words(found)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two nights with three calls."""
    place = tmp_path_factory.mktemp("quality")
    files = [night_file(place / f"{day}.warc.gz", day, [call(slug) for slug in "abc"]) for day in NIGHTS]
    result = run(place / "home", "night", *(part for path in files for part in ("--replay", str(path))))
    assert "måler treffene mot vurderinger" in result.stderr
    assert "out_all__quality" not in result.stderr, "nothing to complain of where nobody has decided anything"
    return Home.at(place / "home")


def _measured(home: Home, instance: dg.DagsterInstance) -> tuple[dg.AssetCheckEvaluation, dict[str, Any]]:
    """The last night ranked and measured again."""
    defs = build_definitions(home, "replay", ahead=400)
    done = defs.resolve_job_def("rank").execute_in_process(partition_key=str(NIGHTS[1]), instance=instance)
    (check,) = [one for one in done.get_asset_check_evaluations() if one.asset_key == QUALITY]
    (made,) = done.asset_materializations_for_node("out_all__quality")
    return check, {name: value.value for name, value in made.metadata.items()}


def test_without_any_decision_the_job_comes_through_and_says_so(home: Home) -> None:
    Path(home.decisions_url.removeprefix("sqlite:///")).unlink(missing_ok=True)
    with dg.DagsterInstance.ephemeral() as instance:
        check, metadata = _measured(home, instance)
    assert (check.passed, check.description) == (True, NOBODY)
    assert metadata["dagster/row_count"] == 0
    assert NOBODY in metadata["about"]
    assert not Path(home.decisions_url.removeprefix("sqlite:///")).exists(), "looking makes no database"
    with Store.open(home.database_url) as store:
        profiles = ranking_of(store.matches(NIGHTS[1]), store.match_runs(NIGHTS[1]))
        assert len(open_calls(store, NIGHTS[1])) == 3
    assert metadata["sample_tonight"].count("\n") == 1 + SAMPLE * len(profiles)


def test_what_people_say_is_measured_and_last_nights_ranking_compared(home: Home) -> None:
    with Store.open(home.database_url) as store:
        ranking = ranking_of(store.matches(NIGHTS[1]), store.match_runs(NIGHTS[1]))
    judged = [(key, calls) for key, calls in sorted(ranking.items()) if len(calls) == 3][:6]
    assert len(judged) == 6
    with Decisions.open(home.decisions_url) as decisions:
        for (cluster, profile), calls in judged:
            for kind, (source, source_id) in zip(("relevant", "not_for_us"), calls, strict=False):
                where: dict[str, Any] = {"cluster": cluster, "profile": profile, "source": source}
                decisions.decide(kind, **where, source_id=source_id, by="Kari", at=AT)  # type: ignore[arg-type]
    with dg.DagsterInstance.ephemeral() as instance:
        check, metadata = _measured(home, instance)
    assert check.passed
    assert check.description is not None and check.description.endswith("på 6 prosjekter med vurderinger.")
    assert metadata["dagster/row_count"] == 12
    assert "1.000 (1.000 til 1.000)" in metadata["by_cluster"]
    assert "høyt" in metadata["about"] and NOBODY not in metadata["about"]


def test_a_ranking_turned_round_is_red(home: Home) -> None:
    """The same judgments on tonight's lists upside down: what the check is there for."""
    with Store.open(home.database_url) as store:
        ranking = ranking_of(store.matches(NIGHTS[1]), store.match_runs(NIGHTS[1]))
        may = frozenset(open_calls(store, NIGHTS[1]))
        judged = [Judgment(key, calls[0], 2) for key, calls in ranking.items() if len(calls) == 3]
        judged += [Judgment(key, calls[2], 0) for key, calls in ranking.items() if len(calls) == 3]
        turned = {key: calls[::-1] for key, calls in ranking.items()}
        change = change_since(store, NIGHTS[1], turned, judged, may)
        assert change_since(store, NIGHTS[0], turned, judged, may) is None, "no night before the first"
    passed, said = verdict(change, is_judged=True)
    assert not passed
    assert "dårligere enn forrige natt" in said
