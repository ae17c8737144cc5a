"""Profiles written where the reader reads them: checked first, whole or not at all, with all that was before."""

from __future__ import annotations

import dataclasses
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.fields import APPLICANT_TYPES, LANGUAGES
from calls.words import composed
from matching.file_checks import ChangedMeanwhileError, NotWrittenError
from matching.file_history import HistoryError
from matching.own_clusters import EXAMPLES
from matching.profile_files import (
    delete_profile,
    deleted_profiles,
    history,
    profile_content,
    restore_version,
    write_profile,
)
from matching.profile_values import COUNTIES, is_key, new_key
from matching.profiles import Profile, check_clusters, load_clusters
from matching.yaml_text import yaml_text
from web.cluster_reader import ClusterReader

AT = datetime(2026, 9, 16, 8, tzinfo=UTC)
KEY = "digital_hjemmeoppfolging"
NEW = Profile(
    key="nytt",
    title="Trygg hjemme",
    description="Eldre får sensorer hjemme. Et responssenter følger dem opp.",
    keywords=("velferdsteknologi", "5G", "ja: nei", "# nummer", "- strek", "'hermetegn'"),
    lang="nb",
    avoid=("legemiddel",),
    partner_types=("kommune", "bedrift_smb"),
    members=("elverum",),
    region="03",
    amount_min_nok=500_000,
    amount_max_nok=2_000_000,
    start="2027-01",
    end="2028",
    owner_role="Elverum eier",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example clusters, to write in."""
    return shutil.copytree(EXAMPLES, tmp_path / "clusters", ignore=shutil.ignore_patterns("*.py", "__pycache__"))


def standing(folder: Path, key: str = KEY, cluster: str = "helseinn") -> Profile:
    (found,) = (one for one in load_clusters(folder) if one.key == cluster)
    return next(profile for profile in found.profiles if profile.key == key)


def path_of(folder: Path, key: str = KEY) -> Path:
    return folder / "helseinn" / "profiles" / f"{key}.yaml"


def test_a_new_profile_reads_as_it_was_typed(folder: Path) -> None:
    assert write_profile(folder, "helseinn", NEW, AT, "Kari") == NEW
    assert standing(folder, "nytt") == NEW
    assert check_clusters(folder) == []
    assert path_of(folder, "nytt").read_text(encoding="utf-8").splitlines()[0] == "title: Trygg hjemme"


def test_every_example_is_left_byte_for_byte_when_nothing_is_changed(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    for cluster in load_clusters(folder):
        for profile in cluster.profiles:
            write_profile(folder, cluster.key, profile, AT, "Kari", profile.version)
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_comments_order_and_quotes_of_a_hand_written_file_stay(folder: Path) -> None:
    path = path_of(folder)
    path.write_text(
        "# Vårt viktigste prosjekt.\nlang: nb  # målform\ntitle: 'Gammel tittel'\n"
        "description: En setning. To setninger.\nkeywords:\n  - kols  # viktig\n  - hjertesvikt\n  - diabetes\n"
        'region: "03"\namount_nok: {min: 500 000, max: 2_000_000}  # om lag\n',
        encoding="utf-8",
    )
    old = standing(folder)
    new = dataclasses.replace(old, title="Ny tittel", keywords=("kols", "sensor", "diabetes"), amount_max_nok=3_000_000)
    write_profile(folder, "helseinn", new, AT, "Kari", old.version)
    assert standing(folder) == new
    assert path.read_text(encoding="utf-8") == (
        "# Vårt viktigste prosjekt.\nlang: nb  # målform\ntitle: 'Ny tittel'\n"
        "description: En setning. To setninger.\nkeywords:\n  - kols  # viktig\n  - sensor\n  - diabetes\n"
        'region: "03"\namount_nok: {min: 500 000, max: 3000000}    # om lag\n'
    )


def test_what_is_taken_away_leaves_the_file(folder: Path) -> None:
    old = standing(folder)
    new = dataclasses.replace(old, avoid=(), amount_min_nok=None, start="", end="", owner_role="")
    write_profile(folder, "helseinn", new, AT, "Kari", old.version)
    text = path_of(folder).read_text(encoding="utf-8")
    assert standing(folder) == new
    assert "avoid" not in text
    assert "time_frame" not in text
    assert "amount_nok: {max: 12000000}" in text


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"title": " "}, "title", "«Tittel» mangler."),
        ({"description": ""}, "description", "«Beskrivelse» mangler."),
        ({"keywords": ()}, "keywords", "«Stikkord» mangler."),
        ({"lang": "no"}, "lang", "«no» er ukjent i «Språk»."),
        ({"region": "99"}, "region", "«99» er ikke et fylkesnummer."),
        ({"partner_types": ("komune",)}, "partner_types", "«komune» er ukjent i «Partnertyper». Mente du «kommune»?"),
        ({"members": ("x",)}, "members", "«x» er ukjent i «Medlemmer»."),
        ({"amount_min_nok": 3_000_000}, "amount_min_nok", "«Minste beløp» (3000000) er større enn «max» (2000000)."),
        ({"amount_max_nok": -5}, "amount_max_nok", "«-5» er ikke et beløp."),
        ({"start": "mai 2027"}, "start", "«mai 2027» er ikke en måned eller et år."),
        ({"end": "2026"}, "start", "«Start» (2027-01) er etter «end» (2026)."),
        ({"title": "x" * 201}, "title", "Teksten er for lang."),
        ({"keywords": ("x" * 201,)}, "keywords", "Teksten er for lang."),
        ({"keywords": tuple(map(str, range(101)))}, "keywords", "Listen er for lang."),
        ({"key": "../../etc"}, "key", "«../../etc» kan ikke være nøkkel for et prosjekt."),
        ({"key": "x" * 81}, "key", f"«{'x' * 80}» kan ikke være nøkkel for et prosjekt."),
    ],
)
def test_each_mistake_stands_by_its_field_and_nothing_is_written(
    folder: Path, change: dict[str, object], field: str, message: str
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(NotWrittenError) as caught:
        write_profile(folder, "helseinn", dataclasses.replace(NEW, **change), AT, "Kari")  # type: ignore[arg-type]
    assert [(one.field, one.message) for one in caught.value.problems] == [(field, message)]
    assert caught.value.of(field)
    assert not path_of(folder, "nytt").exists()
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_all_mistakes_are_named_at_once(folder: Path) -> None:
    with pytest.raises(NotWrittenError) as caught:
        write_profile(folder, "helseinn", Profile("nytt", "", "", (), ""), AT, "Kari")
    assert [one.field for one in caught.value.problems] == ["title", "description", "keywords", "lang"]


def test_there_is_no_cluster_of_that_name(folder: Path) -> None:
    for cluster in ("andre", "..", "helseinn/profiles"):
        with pytest.raises(NotWrittenError, match="finnes ikke"):
            write_profile(folder, cluster, NEW, AT, "Kari")


def test_what_nobody_sees_is_not_written(folder: Path) -> None:
    typed = dataclasses.replace(
        NEW, title="Trygg\u00ad\u202e hjemme\x00\r\n nå\u200b", keywords=("kols\u200f", "  ", "\ud800demens")
    )
    written = write_profile(folder, "helseinn", typed, AT, "Kari\u202e")
    assert (written.title, written.keywords) == ("Trygg hjemme nå", ("kols", "demens"))
    assert standing(folder, "nytt") == written
    assert history(folder, "helseinn", "nytt")[0].by == "Kari"


def test_another_ones_change_is_not_written_over(folder: Path) -> None:
    seen = standing(folder)
    write_profile(folder, "helseinn", dataclasses.replace(seen, title="Karis tittel"), AT, "Kari", seen.version)
    with pytest.raises(ChangedMeanwhileError) as caught:
        write_profile(folder, "helseinn", dataclasses.replace(seen, title="Olas tittel"), AT, "Ola", seen.version)
    assert "title: Olas tittel" in caught.value.mine
    assert caught.value.theirs == path_of(folder).read_text(encoding="utf-8")
    assert standing(folder).title == "Karis tittel"
    mine = dataclasses.replace(seen, title="Olas tittel")
    write_profile(folder, "helseinn", mine, AT, "Ola", caught.value.version)
    assert standing(folder).title == "Olas tittel"


def test_a_new_profile_never_takes_the_place_of_another(folder: Path) -> None:
    with pytest.raises(ChangedMeanwhileError):
        write_profile(folder, "helseinn", dataclasses.replace(NEW, key=KEY), AT, "Kari")
    assert standing(folder).title.startswith("Digital")


def test_a_file_with_an_error_is_not_written_over_unseen(folder: Path) -> None:
    seen = standing(folder)
    path_of(folder).write_text("title: [ødelagt", encoding="utf-8")
    with pytest.raises(ChangedMeanwhileError) as caught:
        write_profile(folder, "helseinn", seen, AT, "Kari", seen.version)
    assert caught.value.theirs == "title: [ødelagt"
    write_profile(folder, "helseinn", seen, AT, "Kari", caught.value.version)
    assert standing(folder) == seen
    assert history(folder, "helseinn", KEY)[0].text == "title: [ødelagt"


def test_history_tells_who_did_what_and_keeps_what_was_written_by_hand(folder: Path) -> None:
    first = standing(folder)
    second = dataclasses.replace(first, title="Ny", keywords=(*first.keywords[1:], "sensor"), avoid=())
    write_profile(folder, "helseinn", second, AT, "Kari", first.version)
    path = path_of(folder)
    path.write_text(path.read_text(encoding="utf-8").replace("title: Ny", "title: For hånd"), encoding="utf-8")
    by_hand = standing(folder)
    later = AT + timedelta(hours=1)
    write_profile(folder, "helseinn", dataclasses.replace(by_hand, end="2030"), later, "Ola", by_hand.version)
    known = history(folder, "helseinn", KEY)
    assert [(one.number, one.deed, one.at, one.by) for one in known] == [
        (1, "found", None, ""),
        (2, "written", AT, "Kari"),
        (3, "found", None, ""),
        (4, "written", later, "Ola"),
    ]
    assert known[0].content == first.content
    assert [change.words for change in known[1].changes] == [
        f"Tittel: endret fra «{first.title}» til «Ny».",
        f"Stikkord: lagt til «sensor»; tatt bort «{first.keywords[0]}».",
        "Unngå: tatt bort «legemiddelutvikling».",
    ]
    assert [change.words for change in known[3].changes] == ["Slutt: endret fra «2029-12» til «2030»."]
    assert load_clusters(folder)  # the reader passes over the history


def test_an_earlier_version_is_put_back_as_a_new_one(folder: Path) -> None:
    first = standing(folder)
    second = write_profile(folder, "helseinn", dataclasses.replace(first, title="Ny"), AT, "Kari", first.version)
    restore_version(folder, "helseinn", KEY, 1, AT, "Ola", second.version)
    assert standing(folder) == first
    assert [one.by for one in history(folder, "helseinn", KEY)] == ["", "Kari", "Ola"]
    with pytest.raises(NotWrittenError, match="finnes ikke"):
        restore_version(folder, "helseinn", KEY, 9, AT, "Ola", first.version)


def test_a_deleted_profile_can_be_brought_back(folder: Path) -> None:
    seen = standing(folder)
    with pytest.raises(ChangedMeanwhileError):
        delete_profile(folder, "helseinn", KEY, AT, "Kari", "0" * 16)
    delete_profile(folder, "helseinn", KEY, AT, "Kari", seen.version)
    assert not path_of(folder).exists()
    assert deleted_profiles(folder, "helseinn") == [(KEY, seen.title, AT, "Kari")]
    assert [one.deed for one in history(folder, "helseinn", KEY)] == ["found", "deleted"]
    assert restore_version(folder, "helseinn", KEY, 1, AT, "Ola", "") == seen
    assert deleted_profiles(folder, "helseinn") == []


def test_the_last_profile_of_a_cluster_stays(folder: Path) -> None:
    *others, last = load_clusters(folder)[0].profiles
    for profile in others:
        delete_profile(folder, "helseinn", profile.key, AT, "Kari", profile.version)
    with pytest.raises(NotWrittenError, match="eneste prosjekt"):
        delete_profile(folder, "helseinn", last.key, AT, "Kari", last.version)
    assert load_clusters(folder)[0].profiles == (last,)


def test_a_damaged_history_is_named_and_nothing_is_lost(folder: Path) -> None:
    first = standing(folder)
    second = write_profile(folder, "helseinn", dataclasses.replace(first, title="Ny"), AT, "Kari", first.version)
    (path,) = (folder / "helseinn" / ".history").rglob("*.jsonl")
    path.write_text("ikke json\n", encoding="utf-8")
    with pytest.raises(HistoryError, match=KEY):
        history(folder, "helseinn", KEY)
    with pytest.raises(HistoryError):
        write_profile(folder, "helseinn", first, AT, "Kari", second.version)
    assert standing(folder).title == "Ny"


def test_of_several_who_write_from_the_same_version_one_is_let_through(folder: Path) -> None:
    seen = standing(folder)
    outcomes: list[str] = []

    def write(number: int) -> None:
        try:
            write_profile(folder, "helseinn", dataclasses.replace(seen, title=f"T{number}"), AT, "K", seen.version)
            outcomes.append("written")
        except ChangedMeanwhileError:
            outcomes.append("refused")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 7 + ["written"]
    assert len(history(folder, "helseinn", KEY)) == 2
    assert standing(folder).title.startswith("T")


def test_what_the_pages_watch_for_changes_sees_a_profile_and_not_its_history(folder: Path) -> None:
    reader = ClusterReader(folder)
    seen = standing(folder)
    new = write_profile(folder, "helseinn", dataclasses.replace(seen, title="Ny"), AT, "Kari", seen.version)
    assert new in reader.clusters()[0].profiles
    assert not any(".history" in path.as_posix() for path in folder.rglob("*.yaml"))


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(lambda text: composed(text))


@settings(max_examples=60, deadline=None)
@given(
    title=WORDS,
    description=WORDS,
    keywords=st.lists(WORDS, min_size=1, max_size=5, unique_by=composed),
    region=st.sampled_from(["", *COUNTIES]),
    partners=st.lists(st.sampled_from(APPLICANT_TYPES), unique=True),
    amount=st.none() | st.integers(0, 10**12 - 1),
    lang=st.sampled_from(LANGUAGES),
)
def test_whatever_is_typed_reads_back(
    tmp_path_factory: pytest.TempPathFactory,
    title: str,
    description: str,
    keywords: list[str],
    region: str,
    partners: list[str],
    amount: int | None,
    lang: str,
) -> None:
    folder = tmp_path_factory.mktemp("typed")
    shutil.copytree(EXAMPLES / "helseinn", folder / "helseinn")
    typed = Profile(
        "nytt",
        title,
        description,
        tuple(keywords),
        lang,
        partner_types=tuple(partners),
        region=region,
        amount_max_nok=amount,
    )
    written = write_profile(folder, "helseinn", typed, AT, "Kari")
    assert written == standing(folder, "nytt")
    assert written.title == composed(title)
    assert written.keywords == tuple(map(composed, keywords))
    again = dataclasses.replace(written, title="Annen tittel")
    assert write_profile(folder, "helseinn", again, AT, "Kari", written.version) == standing(folder, "nytt")


def test_a_file_in_another_order_keeps_its_order() -> None:
    text = yaml_text(profile_content(NEW), "lang: nb\n\n# om tittelen\ntitle: Gammel\n")
    assert text.startswith("lang: nb\n\n# om tittelen\ntitle: Trygg hjemme\ndescription: ")


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Digital hjemmeoppfølging", "digital_hjemmeoppfolging"),
        ("Læring på Åsen: 5G!", "laering_pa_asen_5g"),
        ("  ", "prosjekt"),
        ("漢字", "prosjekt"),
        ("Café ñandú", "cafe_nandu"),
        ("x" * 200, "x" * 50),
        (
            "Et veldig langt navn på et prosjekt som ingen vil skrive ut",
            "et_veldig_langt_navn_pa_et_prosjekt_som_ingen_vil",
        ),
    ],
)
def test_a_key_is_made_of_the_title(title: str, key: str) -> None:
    assert new_key(title, ()) == key
    assert is_key(new_key(title, (key,)))
    assert new_key(title, (key, f"{key}_2")) == f"{key}_3"
