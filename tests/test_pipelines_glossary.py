"""`radar glossary check` and the doctor's line: own words beside the shipped ones, and what is wrong with them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from night_samples import call, night_file, run

from calls.home import Home
from matching.glossary import SHIPPED, load_glossary
from pipelines.cli.doctor import examine
from pipelines.settings import OSLO

ROWS = "nb;nn;en;note\ndemens;;memory clinic;\n!alkohol;;;\nsnarvei|omvei;;shortcut;\n"


def own(home: Path, text: str) -> Path:
    (home / "glossary").mkdir(parents=True, exist_ok=True)
    file = home / "glossary" / "egne.csv"
    file.write_text(text, encoding="utf-8")
    return file


def marks(home: Path) -> dict[str, str]:
    return {one.words: one.mark for one in examine(Home.at(home), datetime.now(OSLO)) if "rdlisten" in one.words}


def test_without_own_words_one_is_told_where_to_put_them(tmp_path: Path) -> None:
    shipped = load_glossary([SHIPPED])
    result = run(tmp_path / "home", "glossary", "check")
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            f"{len(shipped.concepts)} begreper, utgave {shipped.version}: i orden.",
            f"Ingen egne ord. Legg dem i {tmp_path}/home/glossary/egne.csv, med nb;nn;en;note på første linje.",
        ],
    )
    assert marks(tmp_path / "home") == {
        f"Ordlisten har {len(shipped.concepts)} begreper, utgave {shipped.version}.": "ok"
    }


def test_own_words_are_counted_also_from_another_folder(tmp_path: Path) -> None:
    file = own(tmp_path / "home", ROWS)
    told = f"Fra {file.parent}: nye begreper 1, endret 1, slått av 1."
    assert run(tmp_path / "home", "glossary", "check").stdout.splitlines()[1] == told
    assert run(tmp_path / "other", "glossary", "check", str(file.parent)).stdout.splitlines()[1] == told


def test_errors_are_told_by_file_and_line_and_end_with_1(tmp_path: Path) -> None:
    file = own(tmp_path / "home", ROWS + "rus*;;;\nomveg|snarvei;;;\n")
    result = run(tmp_path / "home", "glossary", "check")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"{file}, linje 5: feil: «rus*» er for kort til å ha stjerne: minst 4 bokstaver.",
        f"{file}, linje 6: feil: «snarvei» står også i {file}, linje 4. Tillatt: et ord hører til ett begrep.",
        "Error: 2 feil i ordlisten.",
    ]
    found = marks(tmp_path / "home")
    assert list(found.values()) == ["bad", "ok"]
    assert "2 feil i ordlisten; de radene er ikke i bruk." in found


def test_a_warning_is_told_and_is_no_error(tmp_path: Path) -> None:
    file = own(tmp_path / "home", "nb;nn;en;note\nsnarvei;;dementia;\n")
    result = run(tmp_path / "home", "glossary", "check")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{file}, linje 2: advarsel: «dementia» flyttes hit fra «demens».\n")


def test_an_edit_shows_at_once_which_matches_it_moves(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run(home, "glossary", "diff").exit_code == 1, "there is no night to compare with"
    calls = [call("a"), {**call("b"), "title": "Tryggleik heime med smartmatte"}, call("c")]
    file = night_file(tmp_path / "n.warc.gz", date(2026, 9, 15), calls)
    assert run(home, "night", "--replay", str(file)).exit_code in (0, 1)
    same = run(home, "glossary", "diff")
    assert same.stdout == "Ordlisten er som den var natten 2026-09-15; ingenting flytter seg.\n"
    own(home, "nb;nn;en;note\nsmartmatte|demens;;;\n")
    moved = run(home, "glossary", "diff", "--cluster", "helseinn")
    assert moved.exit_code == 0, moved.output
    assert moved.stdout.startswith("Endrede begreper siden natten 2026-09-15: ")
    (line,) = [one for one in moved.stdout.splitlines() if "demens_hjemme" in one and "Tryggleik heime" in one]
    assert line.split()[-2:] == ["1", "smartmatte"]
    assert "helseinnovasjonssenteret" not in moved.stdout
    assert "Ukjent klynge" in run(home, "glossary", "diff", "--cluster", "andre").stderr
