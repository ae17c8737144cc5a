"""Clusters and profiles as people write them: whole ones are read, and every mistake is named with its line."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from matching.profiles import (
    Cluster,
    Member,
    Profile,
    ProfileError,
    check_clusters,
    load_clusters,
)

EXAMPLES = Path(__file__).resolve().parents[1] / "clusters"

CLUSTER = """\
name: Fjordhelse
short_name: Fjord
region: 15
homepage: https://fjordhelse.example/om
about: >
  Kommuner og sykehus
  som prøver ut nytt sammen.
members:
  - key: sunndal
    name: Sunndal kommune
    types: [kommune]
    place: Sunndalsøra
  - key: sjukehuset
    name: Sjukehuset
    types:
      - helseforetak
      - statlig
    orgnr: 923 609 016
"""

PROFILE = """\
title: Trygg heime
description: >
  Eldre får sensorar heime.
  Eit responssenter følgjer dei opp.
keywords: [velferdsteknologi, responssenter, 5G]
avoid:
  - klinisk utprøving
partner_types: [bedrift_smb, kommune]
members: [sunndal, sjukehuset]
region: "15"
amount_nok: {min: 500 000, max: 2_000_000}
time_frame: {start: 2027-01, end: 2028}
owner_role: Sunndal eig prosjektet
lang: nn
"""

READ = Cluster(
    key="fjord",
    name="Fjordhelse",
    short_name="Fjord",
    region="15",
    members=(
        Member("sunndal", "Sunndal kommune", ("kommune",), "Sunndalsøra"),
        Member("sjukehuset", "Sjukehuset", ("helseforetak", "statlig"), "", "923609016"),
    ),
    profiles=(
        Profile(
            key="trygg-heime",
            title="Trygg heime",
            description="Eldre får sensorar heime. Eit responssenter følgjer dei opp.",
            keywords=("velferdsteknologi", "responssenter", "5G"),
            lang="nn",
            avoid=("klinisk utprøving",),
            partner_types=("bedrift_smb", "kommune"),
            members=("sunndal", "sjukehuset"),
            region="15",
            amount_min_nok=500_000,
            amount_max_nok=2_000_000,
            start="2027-01",
            end="2028",
            owner_role="Sunndal eig prosjektet",
        ),
    ),
    homepage="https://fjordhelse.example/om",
    about="Kommuner og sykehus som prøver ut nytt sammen.",
)


def write(folder: Path, cluster: str | bytes = CLUSTER, profile: str | bytes = PROFILE, key: str = "fjord") -> Path:
    """A folder of clusters with one cluster and one profile."""
    (folder / key / "profiles").mkdir(parents=True)
    for path, text in ((folder / key / "cluster.yaml", cluster), (folder / key / "profiles/trygg-heime.yaml", profile)):
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def line(text: str, start: str) -> int:
    """Number of the line that starts so."""
    return next(number for number, row in enumerate(text.splitlines(), 1) if row.startswith(start))


def test_whole_clusters_are_read_by_key_and_without_a_word(tmp_path: Path) -> None:
    write(write(tmp_path), key="annen")
    (tmp_path / "__init__.py").touch()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / ".git").mkdir()
    assert load_clusters(tmp_path) == [dataclasses.replace(READ, key="annen"), READ]
    assert check_clusters(tmp_path) == []


def test_a_profile_needs_only_what_ranking_needs(tmp_path: Path) -> None:
    short = "title: T\ndescription: En setning. To setninger.\nkeywords: [a]\nlang: nb\navoid:\nmembers: []\n"
    cluster = 'name: N\nshort_name: N\nregion: "03"\n'
    assert load_clusters(write(tmp_path, cluster, short))[0] == Cluster(
        key="fjord",
        name="N",
        short_name="N",
        region="03",
        members=(),
        profiles=(Profile("trygg-heime", "T", "En setning. To setninger.", ("a",), "nb"),),
    )


@pytest.mark.parametrize(("written", "is_on"), [("true", True), ("false", False)])
def test_feedback_is_off_until_the_cluster_turns_it_on(tmp_path: Path, written: str, is_on: bool) -> None:
    (cluster,) = load_clusters(write(tmp_path, f"{CLUSTER}feedback: {written}\n"))
    assert cluster == dataclasses.replace(READ, feedback=is_on)


def test_a_switch_is_one_of_two_words(tmp_path: Path) -> None:
    (problem,) = check_clusters(write(tmp_path, f"{CLUSTER}feedback: ja\n"))
    assert (problem.line, problem.message) == (19, "«ja» er ukjent i «feedback».")
    assert problem.allowed == "true, false"


def test_a_windows_file_reads_the_same(tmp_path: Path) -> None:
    windows = b"\xef\xbb\xbf" + PROFILE.replace("\n", "\r\n").encode()
    assert load_clusters(write(tmp_path, profile=windows)) == [READ]


def test_the_version_follows_the_content_and_nothing_else(tmp_path: Path) -> None:
    profile = READ.profiles[0]
    relaid = PROFILE.replace("heime.\n  Eit", "heime. Eit").replace("2_000_000", "2000000") + "# merknad\n"
    assert load_clusters(write(tmp_path, profile=relaid))[0].profiles[0].version == profile.version
    assert dataclasses.replace(profile, key="annet").version == profile.version
    assert profile.version == "7637032448e82fa2"
    others = [
        dataclasses.replace(profile, title="Trygg heim"),
        dataclasses.replace(profile, keywords=profile.keywords[::-1]),
        dataclasses.replace(profile, amount_max_nok=None),
        dataclasses.replace(profile, avoid=()),
    ]
    assert len({profile.version, *(other.version for other in others)}) == 5


TYPES = (
    "bedrift_smb, bedrift_stor, kommune, fylkeskommune, helseforetak, uh_institusjon, forskningsinstitutt, "
    "frivillig_org, klynge, privatperson, statlig"
)
KEYS = "title, description, keywords, avoid, partner_types, members, region, amount_nok, time_frame, owner_role, lang"
LIST = "en liste, ett punkt per linje med bindestrek foran"

MISTAKES = [
    ("title:", "titel:", [
        (1, "«title» mangler.", "", "error"),
        (1, "«titel» er ikke et felt her. Mente du «title»?", KEYS, "error"),
    ]),
    ("title: Trygg heime", "title:", [(1, "«title» mangler.", "", "error")]),
    ("title: Trygg heime", "title: ''", [(1, "«title» har en tom tekst.", "", "error")]),
    ("title: Trygg heime", 'title: "a\\x07b"', [(1, "«title» har usynlige styretegn.", "vanlig tekst", "error")]),
    ("title: Trygg heime", "title: [Trygg]", [(1, "«title» har feil form.", "én tekst", "error")]),
    ("title: Trygg heime", "title: !!python/name:os.system x", [(1, "«title» har feil form.", "én tekst", "error")]),
    ("  Eldre får sensorar heime.\n", "", [
        (2, "«description» er kort, og da blir treffene dårligere.", "to til fire hele setninger", "warning"),
    ]),
    ("[velferdsteknologi, responssenter, 5G]", "velferdsteknologi", [(5, "«keywords» har feil form.", LIST, "error")]),
    ("[velferdsteknologi, responssenter, 5G]", "[]", [(5, "«keywords» mangler.", "", "error")]),
    ("5G]", "[5G]]", [(5, "«keywords» har feil form.", "én tekst", "error")]),
    ("5G]", "5G, Responssenter]", [
        (5, "«Responssenter» står også på linje 5 i «keywords».", "hvert ord én gang", "warning"),
    ]),
    ("klinisk utprøving", "VELFERDSTEKNOLOGI", [
        (7, "«VELFERDSTEKNOLOGI» står både i «keywords» (linje 5) og i «avoid».", "ett av stedene", "warning"),
    ]),
    ("[bedrift_smb, kommune]", "[bedrift, kommune, kommune]", [
        (8, "«bedrift» er ukjent i «partner_types». Mente du «bedrift_smb»?", TYPES, "error"),
        (8, "«kommune» står også på linje 8 i «partner_types».", "", "warning"),
    ]),
    ("[sunndal, sjukehuset]", "[sundal]", [
        (9, "«sundal» er ukjent i «members». Mente du «sunndal»?", "sunndal, sjukehuset", "error"),
    ]),
    ('"15"', '"19"', [
        (10, "«19» er ikke et fylkesnummer.", "03, 11, 15, 18, 31, 32, 33, 34, 39, 40, 42, 46, 50, 55, 56", "error"),
    ]),
    ("500 000", "3000000", [
        (11, "«min» (3000000) er større enn «max» (2000000).", "min høyst lik max", "error"),
    ]),
    ("500 000", "2 mill", [
        (11, "«2 mill» er ikke et beløp.", "hele kroner med siffer, for eksempel 2000000", "error"),
    ]),
    ("{min: 500 000, max: 2_000_000}", "2000000", [(11, "«amount_nok» har feil form.", "felter med innrykk", "error")]),
    ("{min: 500 000, max", "{maxx", [
        (11, "«maxx» er ikke et felt her. Mente du «max»?", "min, max", "error"),
    ]),
    ("2027-01", "januar", [
        (12, "«januar» er ikke en måned eller et år.", "ÅÅÅÅ-MM eller ÅÅÅÅ, fra år 2000", "error"),
    ]),
    ("2027-01", "2027-13", [
        (12, "«2027-13» er ikke en måned eller et år.", "ÅÅÅÅ-MM eller ÅÅÅÅ, fra år 2000", "error"),
    ]),
    ("2027-01", "2029", [(12, "«start» (2029) er etter «end» (2028).", "start før end", "error")]),
    ("lang: nn", "lang: no", [(14, "«no» er ukjent i «lang».", "nb, nn, en", "error")]),
    ("lang: nn", "lang: nn\nlang: nb", [(15, "«lang» står to ganger.", "hvert felt én gang", "error")]),
    ("lang: nn", "? [a]\n: b\nlang: nn", [(14, "«» er ikke et felt her.", KEYS, "error")]),
    (PROFILE, "", [(0, "filen er tom.", "", "error")]),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "expected"), MISTAKES)
def test_a_mistake_in_a_profile_is_named_with_its_line(
    tmp_path: Path, right: str, wrong: str, expected: list[tuple[int, str, str, str]]
) -> None:
    assert right in PROFILE
    folder = write(tmp_path, profile=PROFILE.replace(right, wrong, 1))
    found = [(p.line, p.message, p.allowed, p.severity) for p in check_clusters(folder)]
    assert found == sorted(expected)
    assert {p.file for p in check_clusters(folder)} == {"fjord/profiles/trygg-heime.yaml"}


CLUSTER_MISTAKES = [
    ("region: 15", "region: 4", "«4» er ikke et fylkesnummer."),
    ("https://fjordhelse.example/om", "javascript:alert(1)", "«javascript:alert(1)» er ikke en nettadresse."),
    ("key: sjukehuset", "key: sunndal", "to medlemmer heter «sunndal»."),
    ("key: sjukehuset", "key: Sjukehuset!", "«Sjukehuset!» kan ikke være nøkkel."),
    ("923 609 016", "923 609 017", "«923609017» er ikke et organisasjonsnummer."),
    ("923 609 016", "12", "«12» er ikke et organisasjonsnummer."),
    ("    types: [kommune]", "    types: [by]", "«by» er ukjent i «types»."),
    ("    types: [kommune]", "    type: [kommune]", "«type» er ikke et felt her. Mente du «types»?"),
    ("  - key: sunndal\n", "  - sunndal\n  - key: sunndal\n", "punktet i «members» har ingen felter."),
]


@pytest.mark.parametrize(("right", "wrong", "message"), CLUSTER_MISTAKES)
def test_a_mistake_in_a_cluster_is_named_with_its_line(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    text = CLUSTER.replace(right, wrong, 1)
    found = {p.message: p for p in check_clusters(write(tmp_path, text)) if p.file == "fjord/cluster.yaml"}
    assert found[message].is_error
    assert wrong.strip().splitlines()[0] in text.splitlines()[found[message].line - 1]


def test_members_are_not_doubted_when_the_cluster_itself_is_unreadable(tmp_path: Path) -> None:
    problems = check_clusters(write(tmp_path, "["))
    assert [(problem.file, problem.line) for problem in problems] == [("fjord/cluster.yaml", 1)]


def test_what_is_missing_or_not_read_is_said(tmp_path: Path) -> None:
    assert [str(problem) for problem in check_clusters(tmp_path)] == [
        f"{tmp_path}: feil: mappen har ingen klynger. "
        "Tillatt: <klynge>/cluster.yaml og <klynge>/profiles/<profil>.yaml."
    ]
    assert [problem.message for problem in check_clusters(tmp_path / "borte")] == ["mappen finnes ikke."]
    (tmp_path / "Tom Klynge").mkdir()
    assert [(problem.file, problem.message) for problem in check_clusters(tmp_path)] == [
        ("Tom Klynge/cluster.yaml", "filen mangler."),
        ("Tom Klynge/cluster.yaml", "navnet «Tom Klynge» kan ikke brukes i en adresse."),
        ("Tom Klynge/profiles", "klyngen har ingen profiler."),
    ]


def test_a_file_that_is_not_read_is_a_warning_and_the_rest_is_used(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "fjord/profiles/annen.yml").write_text("title: x", encoding="utf-8")
    assert [str(problem) for problem in check_clusters(tmp_path)] == [
        "fjord/profiles/annen.yml: advarsel: leses ikke. Tillatt: profiler i filer som heter <profil>.yaml."
    ]
    assert load_clusters(tmp_path) == [READ]


def test_loading_refuses_with_every_error_and_no_warning(tmp_path: Path) -> None:
    profile = PROFILE.replace("lang: nn", "lang: no").replace("5G]", "5G, 5g]").replace("title", "titel")
    with pytest.raises(ProfileError) as caught:
        load_clusters(write(tmp_path, profile=profile))
    assert [problem.line for problem in caught.value.problems] == [1, 1, 14]
    assert str(caught.value).splitlines()[2] == (
        "fjord/profiles/trygg-heime.yaml, linje 14: feil: «no» er ukjent i «lang». Tillatt: nb, nn, en."
    )


def test_the_examples_are_in_order() -> None:
    if not any(EXAMPLES.glob("*/cluster.yaml")):
        pytest.skip("no example clusters here")
    assert [str(problem) for problem in check_clusters(EXAMPLES)] == []
    assert [profile.lang for cluster in load_clusters(EXAMPLES) for profile in cluster.profiles]
