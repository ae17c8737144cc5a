"""Files that are no readable YAML: each is refused with the line and what to do, and none makes the reader fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.strict_yaml import MAX_BYTES, Notes, ProfileProblem, Sheet, read_sheet

KEYS = {"title": True, "avoid": False}
RULE = "innrykk med mellomrom, og hermetegn om tekst med kolon"


def read(path: Path, raw: bytes) -> tuple[Sheet | None, list[ProfileProblem]]:
    path.write_bytes(raw)
    problems: list[ProfileProblem] = []
    return read_sheet(path, KEYS, Notes("a.yaml", problems)), problems


@pytest.mark.parametrize(
    ("raw", "line", "message", "allowed"),
    [
        (b"", 0, "filen er tom.", ""),
        (b"# bare en merknad", 0, "filen er tom.", ""),
        (b"# merknad\n- title\n", 2, "filen har ingen felter.", "title, avoid"),
        (b"title: a\navoid:\n\t- b\n", 3, "ikke gyldig YAML (tabulator i innrykket).", RULE),
        (b"title: a\navoid: [b", 2, "ikke gyldig YAML (expected ',' or ']', but got '<stream end>').", RULE),
        (b"title: Trygg: heime", 1, "ikke gyldig YAML (mapping values are not allowed here).", RULE),
        (b"title: a\n---\ntitle: b", 2, "ikke gyldig YAML (but found another document).", RULE),
        (b"title: a\navoid: \x07", 2, "tegnet U+0007 kan ikke stå i filen.", "vanlig tekst"),
        (b'title: "\\U99999999"', 0, "ikke gyldig YAML.", "vanlige felter og lister"),
        (b"title: " + b"[" * 3000, 0, "ikke gyldig YAML.", "vanlige felter og lister"),
        (b"title: a\n# f\xe5r", 2, "tegnene er ikke UTF-8.", "lagre filen som UTF-8"),
        (b"#" * (MAX_BYTES + 1), 0, "filen er for stor.", "høyst 64 kB"),
    ],
)
def test_an_unreadable_file_is_refused_with_the_reason(
    tmp_path: Path, raw: bytes, line: int, message: str, allowed: str
) -> None:
    assert read(tmp_path / "a.yaml", raw) == (None, [ProfileProblem("a.yaml", line, message, allowed)])


def test_a_file_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    problems: list[ProfileProblem] = []
    assert read_sheet(tmp_path, KEYS, Notes("mappe", problems)) is None
    assert [str(problem) for problem in problems] == ["mappe: feil: filen kan ikke åpnes (Is a directory)."]


def test_scalars_stay_as_typed_and_references_are_followed(tmp_path: Path) -> None:
    sheet, problems = read(
        tmp_path / "a.yaml", b"title: &x 03\navoid:\n  - *x\n  - no\n  - 2027-01-05\n  - >\n    to\n    ord\n"
    )
    assert sheet is not None
    assert (sheet.text("title"), [value.text for value in sheet.texts("avoid")]) == (
        "03",
        ["03", "no", "2027-01-05", "to ord"],
    )
    assert (sheet.line_of("avoid"), sheet.line_of("borte"), problems) == (2, 1, [])


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_file_makes_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    sheet, problems = read(tmp_path_factory.getbasetemp() / "any.yaml", raw)
    assert problems or (sheet is not None and "title" in sheet.nodes)
