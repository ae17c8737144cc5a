"""The data dictionary and the glossary are made from the code and are current."""

from __future__ import annotations

from pathlib import Path

from calls.fields import CALL, WORDS_NB
from publish import dictionary
from publish.match_record import MATCH

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_the_files_in_docs_are_current(tmp_path: Path) -> None:
    for path in dictionary.write_docs(tmp_path / "docs"):
        assert (DOCS / path.name).read_text(encoding="utf-8") == path.read_text(encoding="utf-8"), "run `make docs`"


def test_every_column_and_every_code_is_there() -> None:
    lines = [line for line in dictionary.data_dictionary().splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in lines] == [one.name for one in (*CALL, *MATCH)]
    text = dictionary.glossary()
    assert [code for code, word in WORDS_NB.items() if f"| `{code}` | {word} |" not in text] == []
