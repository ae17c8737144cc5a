"""Reading the glossary's files: what is refused and how it is said, what spreadsheets may do, and own words on top."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.glossary import Glossary, GlossaryError, load_glossary, usable_glossary
from matching.glossary_files import MAX_BYTES, read_folder
from matching.strict_yaml import ProfileProblem
from matching.text import words

HEADER = "nb;nn;en;note\n"
SHIPPED = HEADER + "demens*|alderdomssløvhet;demens*;dementia|senility;\nalkohol*;alkohol*;alcohol;\nrus|fyll;rus;;\n"


UTF_8 = "lagre som «CSV UTF-8» i regnearket"
QUOTES = "ingen hermetegn, eller ett foran og ett bak hele cellen"
ONE = "et ord hører til ett begrep"


def folder(path: Path, **files: str | bytes) -> Path:
    path.mkdir()
    for name, content in files.items():
        (path / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def said(problems: list[ProfileProblem]) -> list[str]:
    """The problems without their folders."""
    return [str(problem).rpartition("/")[2] for problem in problems]


@pytest.mark.parametrize(
    ("content", "line", "message", "allowed"),
    [
        (b"", 0, "filen er tom.", "nb;nn;en;note"),
        (b"n" * (MAX_BYTES + 1), 0, "filen er for stor.", "høyst 2000 kB"),
        ("nb,nn,en,note\n", 1, "første linje er «nb,nn,en,note».", "nb;nn;en;note, med semikolon mellom"),
        ("nb;en;nn;note\n", 1, "første linje er «nb;en;nn;note».", "nb;nn;en;note, med semikolon mellom"),
        (HEADER.encode("utf-16"), 1, "tegnene er ikke UTF-8.", UTF_8),
        ((HEADER + "eldre;;;\nbåt;;;\n").encode("cp1252"), 3, "tegnene er ikke UTF-8.", UTF_8),
        (HEADER + "eldre;eldre;older\n", 2, "raden har 3 kolonner.", "4: nb;nn;en;note"),
        (HEADER + "a;b;c;d;e\n", 2, "raden har 5 kolonner.", "4: nb;nn;en;note"),
        (HEADER + ";;;\neldre;;;\n", 2, "raden er tom.", "fjern raden"),
        (HEADER + "\n\neldre;;;\n", 2, "raden er tom.", "fjern raden"),
        (HEADER + ";eldre;older;\n", 2, "kolonnen nb er tom.", "minst ett ord på bokmål"),
        (HEADER + "eldre;;older||old;\n", 2, "kolonnen en har en strek uten ord ved siden av.", "ord | ord"),
        (HEADER + "eldre\x07;;;\n", 2, "raden har usynlige styretegn.", "vanlig tekst"),
        (HEADER + '"eldre;;;\nunge;;;\n', 2, "hermetegn som ikke går opp.", QUOTES),
        (HEADER + 'eldre;;;\n"a"b;;;\n', 3, "hermetegn som ikke går opp.", QUOTES),
        (HEADER + "eldre;;--;\n", 2, "«--» har ingen ord.", ""),
        (HEADER + "rus*;;;\n", 2, "«rus*» er for kort til å ha stjerne: minst 4 bokstaver.", ""),
        (HEADER + "de*mens;;;\n", 2, "en stjerne kan bare stå først eller sist i et ord: «de*mens».", ""),
        (
            HEADER + "*demens*;;;\n",
            2,
            "«*demens*» har stjerne både foran og bak; skriv to ord, med stjerne på hver sin side.",
            "",
        ),
        (HEADER + "[eldre;;;\n", 2, "tegnet [ står på feil sted i «[eldre».", ""),
        (HEADER + "eldre;;old!;\n", 2, "tegnet ! står på feil sted i «old!».", ""),
        (HEADER + "eldre;;;\nEldre;;aged;\n", 3, "«eldre» har alt en rad: a.csv, linje 2.", "én rad for hvert begrep"),
        (HEADER + "eldre;;old;\nbarn;;olds;\n", 3, "«olds» står også i a.csv, linje 2.", ONE),
        (HEADER + "helg;;;\nuke|Helga;;;\n", 3, "«Helga» står også i a.csv, linje 2.", ONE),
        (HEADER + "!eldre;;;\n", 2, "ingen rad heter «eldre».", "navnet er det første ordet i nb"),
    ],
)
def test_what_is_wrong_is_said_by_file_and_line(
    tmp_path: Path, content: str | bytes, line: int, message: str, allowed: str
) -> None:
    found = usable_glossary([folder(tmp_path / "g", a=content)])[1]
    # A row that another one contradicts is named by its file, which has the whole path too.
    told = [(one.file, one.line, one.message.replace(f"{tmp_path}/g/", ""), one.allowed, one.severity) for one in found]
    assert told == [(f"{tmp_path}/g/a.csv", line, message, allowed, "error")]
    with pytest.raises(GlossaryError, match="feil: "):
        load_glossary([tmp_path / "g"])


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert said(usable_glossary([tmp_path / "borte"])[1]) == [
        "borte: feil: mappen finnes ikke. Tillatt: en mappe med .csv-filer."
    ]


def test_what_spreadsheets_do_is_let_pass(tmp_path: Path) -> None:
    plain = load_glossary([folder(tmp_path / "a", ord=HEADER + "eldre|gamle;eldre;older people;en merknad\n")])
    saved = '\ufeffNB;nn;en;note\r\n" eldre | gamle ";eldre;"older\r\npeople";"en; ""merknad"""\r\n;;;\r\n;;;\r\n'
    assert load_glossary([folder(tmp_path / "b", ord=saved)]).version == plain.version


def test_files_that_a_spreadsheet_leaves_behind_are_not_read(tmp_path: Path) -> None:
    place = folder(tmp_path / "g", ord=SHIPPED, **{".~lock.ord": "x", "~$ord": "x", "_ord": "x"})
    (place / "les meg.txt").write_text("x")
    assert list(load_glossary([place]).concepts) == ["alkohol", "demens", "rus"]


def test_one_slip_of_the_pen_costs_one_row(tmp_path: Path) -> None:
    glossary, problems = usable_glossary([folder(tmp_path / "g", a=SHIPPED + "bare to;kolonner\nbarn;;children;\n")])
    assert (list(glossary.concepts), len(problems)) == (["alkohol", "barn", "demens", "rus"], 1)


@given(st.binary(max_size=200))
def test_no_file_makes_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    problems: list[ProfileProblem] = []
    rows = read_folder(folder(tmp_path_factory.mktemp("g") / "g", a=HEADER.encode() + content), problems)
    assert rows or problems or not content.strip(b" \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85;") or b"\xc2" in content


def laid(tmp_path: Path, own: str) -> tuple[Glossary, list[str]]:
    """Own rows on the shipped ones."""
    places = [folder(tmp_path / "with", ord=SHIPPED), folder(tmp_path / "own", egne=HEADER + own)]
    glossary, problems = usable_glossary(places)
    return glossary, said(problems)


def found(glossary: Glossary, text: str, lang: str = "nb") -> list[str]:
    return [hit.concept for hit in glossary.find(words(text), lang)]


def test_an_own_row_of_the_same_name_adds(tmp_path: Path) -> None:
    glossary, problems = laid(tmp_path, "demens;glømsle;memory loss;\n")
    assert (found(glossary, "glømsle og demensplan"), found(glossary, "dementia, memory loss", "en"), problems) == (
        ["demens", "demens"],
        ["demens", "demens"],
        [],
    )


def test_an_own_row_may_begin_with_any_norwegian_word_of_the_concept(tmp_path: Path) -> None:
    glossary, problems = laid(tmp_path, "alderdomssløvhet;;memory loss;\n")
    assert (found(glossary, "memory loss", "en"), list(glossary.concepts), problems) == (
        ["demens"],
        ["alkohol", "demens", "rus"],
        [],
    )


def test_an_own_row_can_switch_a_row_off_and_put_another_in_its_place(tmp_path: Path) -> None:
    glossary, problems = laid(tmp_path, "!demens;;;\n!alkohol;;;\ndemens;;dement;\n")
    assert (list(glossary.concepts), found(glossary, "dementia, dement, alcohol", "en"), problems) == (
        ["demens", "rus"],
        ["demens"],
        [],
    )


def test_an_own_row_can_take_one_word_away(tmp_path: Path) -> None:
    glossary, problems = laid(tmp_path, "demens|!alderdomssløvhet;;!senility;\n")
    assert (found(glossary, "demens og alderdomssløvhet"), found(glossary, "dementia, senility", "en"), problems) == (
        ["demens"],
        ["demens"],
        [],
    )


def test_an_own_word_is_moved_from_the_row_that_had_it_and_that_is_said(tmp_path: Path) -> None:
    glossary, problems = laid(tmp_path, "glømsle|fyll;;senility;\n")
    assert (found(glossary, "fyll og rus"), found(glossary, "senility", "en")) == (["glømsle", "rus"], ["glømsle"])
    assert problems == [
        "egne.csv, linje 2: advarsel: «fyll» flyttes hit fra «rus».",
        "egne.csv, linje 2: advarsel: «senility» flyttes hit fra «demens».",
    ]


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        (
            "!alkohl;;;\n",
            "feil: ingen rad heter «alkohl». Mente du «alkohol»? Tillatt: navnet er det første ordet i nb.",
        ),
        ("!fyll;;;\n", "feil: «fyll» står i raden «rus». Tillatt: !rus for raden, rus|!fyll for ordet."),
        ("!rus|fyll;;;\n", "feil: «!rus» slår raden av, og da kan den ikke ha andre ord. Tillatt: !rus;;;."),
        ("demens;;!vin;\n", "feil: raden «demens» har ikke «vin» i en."),
        ("demens;;dementia;\n", "advarsel: raden «demens» sier ikke noe nytt."),
    ],
)
def test_an_own_row_that_cannot_be_meant_is_told(tmp_path: Path, own: str, problem: str) -> None:
    assert laid(tmp_path, own)[1] == [f"egne.csv, linje 2: {problem}"]


def test_the_word_that_names_the_row_is_no_new_term(tmp_path: Path) -> None:
    """`demens` without its star would be met by its stem, and that is the stem of `dem`."""
    glossary, _ = laid(tmp_path, "demens;;memory loss;\n")
    assert found(glossary, "De vil at dem som har demens, og demensplanen, skal tas med.") == ["demens", "demens"]
