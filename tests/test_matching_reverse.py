"""One call against all projects and members, and the matrix of a cluster."""

from __future__ import annotations

import json
from pathlib import Path

from eligible_samples import NIGHT, call, said_to

from matching.profiles import Cluster, Member, Profile, load_clusters
from matching.reverse import ForMember, Row, cluster_matrix, members_for, profiles_for

TOWN = Member("by", "By kommune", ("kommune",), "Hamar")
FIRM = Member("firma", "Firmaet", ("bedrift_smb",), "Hamar")
COLLEGE = Member("skole", "Høgskolen", ("uh_institusjon",), "Elverum")


def profile(key: str, *members: str) -> Profile:
    return Profile(key, f"Prosjekt {key}", "", (), "nb", members=members, region="34")


OURS = Cluster(
    "vår",
    "Vår klynge",
    "VK",
    "34",
    (TOWN, FIRM, COLLEGE),
    (profile("a", "by"), profile("b", "firma"), profile("c", "by", "skole"), profile("d")),
)
OPEN = call(**said_to("Kommuner kan søke."), source="s", source_id="1", deadline_type="rolling")


def test_projects_that_may_not_apply_come_last_and_the_nearest_first() -> None:
    found = profiles_for(OPEN, [OURS], NIGHT, {("vår", "c"): 0.4, ("vår", "a"): 0.1, ("vår", "b"): 0.9})
    assert [(one.profile, one.verdict.answer, one.topical) for one in found] == [
        ("c", "yes", 0.4),
        ("a", "yes", 0.1),
        ("d", "unknown", None),
        ("b", "no", 0.9),
    ]
    assert all(json.loads(json.dumps(one.content)) == one.content for one in found)


def test_a_general_instrument_has_its_fit_beside() -> None:
    found = profiles_for(OPEN | {"title": "Pilot Helse"}, [OURS], NIGHT)
    assert all(one.general is not None and one.general.kind == "pilot_helse" for one in found)


def test_members_with_the_projects_that_are_not_ruled_out() -> None:
    assert members_for(OPEN, [OURS], NIGHT) == (
        ForMember("vår", "by", "By kommune", "yes", ("a", "c")),
        ForMember("vår", "firma", "Firmaet", "no", ()),
        ForMember("vår", "skole", "Høgskolen", "no", ("c",)),
    )
    assert {one.answer for one in members_for(call(), [OURS], NIGHT)} == {"unknown"}


def test_a_matrix_has_a_row_for_each_call_and_a_cell_for_each_member() -> None:
    research = call(**said_to("Forskningsorganisasjoner kan søke."), source="s", source_id="2")
    assert cluster_matrix([OPEN, research], OURS) == (
        Row("s", "1", "Utlysning", ("yes", "no", "no")),
        Row("s", "2", "Utlysning", ("no", "no", "yes")),
    )


def test_every_example_project_is_asked_once() -> None:
    clusters = load_clusters(Path(__file__).parents[1] / "clusters")
    found = profiles_for(OPEN, clusters, NIGHT)
    assert sorted((one.cluster, one.profile) for one in found) == [
        (cluster.key, one.key) for cluster in clusters for one in cluster.profiles
    ]
