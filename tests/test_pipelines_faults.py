"""Nights in which something of ours breaks: the rest goes on, and what broke is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from night_samples import call, lines, night_file, run

import assets.scrape
from calls.store import Store


def test_a_step_that_crashes_is_said_and_yesterday_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    files = [night_file(tmp_path / f"{day}.warc.gz", day, [call("a")]) for day in (date(2026, 9, 1), date(2026, 9, 2))]
    assert run(home, "night", "--replay", str(files[0])).exit_code == 0

    def crash(*_: object) -> None:
        raise ZeroDivisionError("en feil i leseren")

    monkeypatch.setattr(assets.scrape, "stage", crash)
    result = run(home, "night", "--replay", str(files[1]))
    assert result.exit_code == 3
    assert "core_forskningsradet__staged stoppet: ZeroDivisionError: en feil i leseren" in result.stderr
    assert "ikke oppdatert: data fra 2026-09-01" in result.stdout
    assert [record["source_id"] for record in lines(run(home, "calls", "--format", "json"))] == ["2026/a"]
    assert len(lines(run(home, "matches", "--format", "json"))) > 0


def test_a_list_below_the_floor_blocks_its_own_publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    files = [night_file(tmp_path / f"{day}.warc.gz", day, [call("a")]) for day in (date(2026, 9, 1), date(2026, 9, 2))]
    assert run(home, "night", "--replay", str(files[0])).exit_code == 0
    verdict = assets.scrape.judge
    monkeypatch.setattr(assets.scrape, "judge", lambda source, *seen: verdict(_with_floor(source, 2), *seen))
    result = run(home, "night", "--replay", str(files[1]))
    assert result.exit_code == 3
    assert "1 utlysninger; ventet 2" in result.stdout
    with Store.open(f"sqlite:///{home / 'radar.sqlite'}") as store:
        told = {row["source"]: (row["state"], row["data_night"]) for row in store.source_nights().to_dict("records")}
    assert told == {
        "forskningsradet": ("failed", date(2026, 9, 1)),
        "innovasjonnorge": ("off", None),
        "eu": ("off", None),
    }


def _with_floor(source: object, floor: int) -> object:
    import dataclasses

    from sources.base import Source

    assert isinstance(source, Source)
    return dataclasses.replace(source, floor=floor)


def test_one_broken_profile_costs_one_profile(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run(home, "init").exit_code == 0
    profile = home / "clusters" / "helseinn" / "profiles" / "innoagent.yaml"
    profile.write_text(profile.read_text(encoding="utf-8") + "keywordz: [x]\n", encoding="utf-8")
    result = run(home, "night", "--replay", str(night_file(tmp_path / "a.warc.gz", date(2026, 9, 1), [call("a")])))
    assert result.exit_code == 0
    assert "innoagent.yaml" in result.stderr
    assert "keywordz" in result.stderr
    ranked = {match["profile"] for match in lines(run(home, "matches", "--format", "json"))}
    assert "digital_hjemmeoppfolging" in ranked
    assert "innoagent" not in ranked


def test_no_usable_profile_at_all_is_exit_1(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "clusters" / "tom" / "profiles").mkdir(parents=True)
    result = run(home, "night", "--replay", str(night_file(tmp_path / "a.warc.gz", date(2026, 9, 1), [call("a")])))
    assert result.exit_code == 1
    assert "out_all__matches stoppet" in result.stderr
    assert "cluster.yaml" in result.stderr
    assert len(lines(run(home, "calls", "--format", "json"))) == 1
