"""Clusters made and changed where the reader reads them, and which folder of them is used."""

from __future__ import annotations

import dataclasses
import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_matching_profile_files import NEW

from calls.home import Home
from matching.cluster_files import cluster_history, cluster_version, start_cluster, write_cluster
from matching.file_checks import ChangedMeanwhileError, NotWrittenError
from matching.own_clusters import EXAMPLES, clusters_folder, is_example, own_clusters
from matching.profile_files import history, write_profile
from matching.profiles import Cluster, Member, check_clusters, load_clusters
from pipelines.backup import back_up, check_backup

AT = datetime(2026, 9, 16, 8, tzinfo=UTC)
MEMBERS = (
    Member("elverum", "Elverum kommune", ("kommune",), "Elverum", "952857991"),
    Member("sykehuset", "Sykehuset: Innlandet", ("helseforetak", "statlig")),
)
FJORD = Cluster("fjord", "Fjordhelse", "Fjord", "15", MEMBERS, (NEW,), "https://fjord.example/om", "Om oss.", True)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLES, tmp_path / "clusters", ignore=shutil.ignore_patterns("*.py", "__pycache__"))


def helseinn(folder: Path) -> Cluster:
    return next(one for one in load_clusters(folder) if one.key == "helseinn")


def test_a_cluster_of_ones_own_starts_without_the_examples(home: Home) -> None:
    assert is_example(home)
    assert clusters_folder(home) == EXAMPLES
    assert start_cluster(home.clusters, FJORD, AT, "Kari") == FJORD
    assert clusters_folder(home) == home.clusters
    assert load_clusters(home.clusters) == [FJORD]
    assert check_clusters(home.clusters) == []
    assert not is_example(home)
    assert [path.name for path in home.path.iterdir()] == ["clusters"]
    assert [one.by for one in cluster_history(home.clusters, "fjord")] == ["Kari"]
    assert [one.by for one in history(home.clusters, "fjord", "nytt")] == ["Kari"]


def test_a_second_cluster_stands_beside_the_first(home: Home) -> None:
    start_cluster(home.clusters, FJORD, AT, "Kari")
    start_cluster(home.clusters, dataclasses.replace(FJORD, key="fjell"), AT, "Kari")
    assert [one.key for one in load_clusters(home.clusters)] == ["fjell", "fjord"]
    with pytest.raises(NotWrittenError, match="allerede en klynge") as caught:
        start_cluster(home.clusters, dataclasses.replace(FJORD, name="Annen"), AT, "Ola")
    assert caught.value.of("key")
    assert load_clusters(home.clusters)[1] == FJORD
    assert sorted(path.name for path in home.clusters.iterdir()) == ["fjell", "fjord"]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"name": ""}, ["name"]),
        ({"name": "", "short_name": "", "region": "99"}, ["name", "short_name", "region"]),
        ({"homepage": "javascript:alert(1)"}, ["homepage"]),
        ({"key": "Fjord"}, ["key"]),
        ({"profiles": ()}, ["profiles"]),
        ({"profiles": (dataclasses.replace(NEW, title=""),)}, ["profiles.0.title"]),
        ({"profiles": (NEW, dataclasses.replace(NEW, members=("ukjent",)))}, ["profiles.1.key"]),
        ({"members": (*MEMBERS, MEMBERS[0])}, ["members.2.key"]),
        ({"members": (dataclasses.replace(MEMBERS[0], orgnr="952857990"),)}, ["members.0.orgnr"]),
        ({"members": (dataclasses.replace(MEMBERS[0], types=("by",)),)}, ["members.0.types"]),
        ({"members": (dataclasses.replace(MEMBERS[0], types=()),)}, ["members.0.types"]),
        ({"members": (dataclasses.replace(MEMBERS[0], name="x" * 201),)}, ["members.0.name"]),
    ],
)
def test_a_cluster_with_a_mistake_is_not_made_at_all(home: Home, change: dict[str, object], fields: list[str]) -> None:
    with pytest.raises(NotWrittenError) as caught:
        start_cluster(home.clusters, dataclasses.replace(FJORD, **change), AT, "Kari")  # type: ignore[arg-type]
    assert [one.field for one in caught.value.problems] == fields
    assert all(one.message for one in caught.value.problems)
    assert not home.path.exists() or list(home.path.iterdir()) == []


def test_a_cluster_is_changed_and_its_projects_stay(folder: Path) -> None:
    seen = helseinn(folder)
    member = Member("rendalen", "Rendalen kommune", ("kommune",), orgnr="940 837 685")
    wanted = dataclasses.replace(seen, name="HelseInn AS", feedback=True, members=(*seen.members[1:], member))
    with pytest.raises(NotWrittenError) as caught:
        write_cluster(folder, wanted, AT, "Kari", cluster_version(seen))
    assert {one.field for one in caught.value.problems} == {"members"}
    assert "«sykehuset_innlandet» er med i prosjektet «" in caught.value.problems[0].message
    kept = dataclasses.replace(wanted, members=(*seen.members, member))
    write_cluster(folder, kept, AT, "Kari", cluster_version(seen))
    read = helseinn(folder)
    assert read == dataclasses.replace(
        kept, members=(*seen.members, dataclasses.replace(member, orgnr="940837685")), profiles=seen.profiles
    )
    assert [change.words for change in cluster_history(folder, "helseinn")[1].changes] == [
        "Medlemmer: lagt til «Rendalen kommune».",
        f"Navn: endret fra «{seen.name}» til «HelseInn AS».",
        "Tilbakemeldinger teller: endret fra «nei» til «ja».",
    ]


def test_the_lines_that_are_not_changed_stay_to_the_letter(folder: Path) -> None:
    path = folder / "helseinn" / "cluster.yaml"
    before = path.read_text(encoding="utf-8")
    seen = helseinn(folder)
    write_cluster(folder, dataclasses.replace(seen, short_name="HI"), AT, "Kari", cluster_version(seen))
    assert path.read_text(encoding="utf-8") == before.replace("short_name: HelseInn", "short_name: HI")


def test_another_ones_change_of_a_cluster_is_not_written_over(folder: Path) -> None:
    seen = helseinn(folder)
    write_cluster(folder, dataclasses.replace(seen, about="Nytt."), AT, "Kari", cluster_version(seen))
    with pytest.raises(ChangedMeanwhileError) as caught:
        write_cluster(folder, dataclasses.replace(seen, about="Annet."), AT, "Ola", cluster_version(seen))
    assert "about: Nytt." in caught.value.theirs
    assert "about: Annet." in caught.value.mine
    assert helseinn(folder).about == "Nytt."


def test_no_such_cluster_and_no_way_out_of_the_folder(folder: Path) -> None:
    for key in ("andre", "..", "a/b"):
        with pytest.raises(NotWrittenError):
            write_cluster(folder, dataclasses.replace(FJORD, key=key), AT, "Kari", "")


def test_the_examples_are_copied_whole_before_one_of_them_is_changed(home: Home) -> None:
    before = {path: path.read_bytes() for path in EXAMPLES.rglob("*.yaml")}
    made: list[Path] = []
    threads = [threading.Thread(target=lambda: made.append(own_clusters(home))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [home.clusters] * 6
    assert load_clusters(home.clusters) == load_clusters(EXAMPLES)
    assert [path.name for path in home.path.iterdir()] == ["clusters"]
    write_profile(own_clusters(home), "helseinn", NEW, AT, "Kari")
    assert len(load_clusters(home.clusters)[0].profiles) == len(load_clusters(EXAMPLES)[0].profiles) + 1
    assert {path: path.read_bytes() for path in EXAMPLES.rglob("*.yaml")} == before


def test_what_was_written_before_is_in_the_backup(home: Home, tmp_path: Path) -> None:
    start_cluster(home.clusters, FJORD, AT, "Kari")
    write_profile(home.clusters, "fjord", dataclasses.replace(NEW, title="Ny"), AT, "Kari", NEW.version)
    back_up(home, tmp_path / "kopi", AT)
    kept = [name.split("/", 1)[1] for name in check_backup(tmp_path / "kopi").files]
    assert "clusters/fjord/.history/profiles/nytt.jsonl" in kept
    assert "clusters/fjord/.history/cluster.jsonl" in kept
