"""The archive folder: what is written can be read by any reader, nights are told apart, damage is named."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio_command
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from calls.archive import Archive, ArchivedNight, ArchiveError, Exchange, NightWriter, Question, Replay, group_nights
from calls.archive.exchange import clean_headers, split_message, status_of
from calls.archive.warc import read_date, records

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"), ("ETag", '"a1"'))


def page(url: str, body: bytes = b"<p>Utlysning</p>", seconds: float = 1.5, **more: object) -> Exchange:
    fields = {"headers": HTML, "body": body, **more}
    return Exchange(Question(url, headers=(("Accept", "text/html"),)), AT + timedelta(seconds=seconds), **fields)  # type: ignore[arg-type]


def write(folder: Path, *exchanges: Exchange, day: date = DAY, at: datetime = AT, **more: bool) -> Path:
    with Archive(folder).writer(day, at, "0.1.0", operator="Kari <kari@helse.no>", **more) as writer:
        for exchange in exchanges:
            writer.write(exchange)
    return writer.path


def foreign(path: Path, *types: str, at: str = "2026-11-20T23:30:00Z", packed: bool = True) -> Path:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=packed)
        for kind in types:
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/plain")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                "https://a.no/",
                kind,
                payload=io.BytesIO(b"tekst"),
                length=5,
                warc_headers_dict={"WARC-Date": at},
                http_headers=http if kind == "response" else None,
            )
            writer.write_record(record)
    return path


def test_a_written_night_is_read_by_the_standard_reader(tmp_path: Path) -> None:
    post = Question("https://a.no/sok?q=1", "POST", (("Content-Type", "application/json"),), b'{"side":0}')
    path = write(
        tmp_path,
        page("https://a.no/x?y=1", gzip.compress(b"<p>ja</p>"), headers=(*HTML, ("Content-Encoding", "gzip"))),
        Exchange(post, AT, 200, (("Transfer-Encoding", "chunked"),), b"3\r\nabc\r\n0\r\n\r\n"),
        page("https://a.no/x?y=1", b"", 9, status=304, refers_to=("https://a.no/x?y=1", AT)),
        Exchange(Question("https://b.no/"), AT, status=0, failure="time"),
        page("https://a.no/stor", b"abc", failure="length"),
    )
    assert path == tmp_path / "2026-11-20" / "radar-2026-11-20-20261120T023000Z-0001.warc.gz"
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            names = ("WARC-Date", "WARC-Target-URI", "WARC-Refers-To-Date", "WARC-Truncated")
            start = record.http_headers.statusline if record.http_headers else ""
            found.append(
                (record.rec_type, start, *map(record.rec_headers.get_header, names), record.content_stream().read())
            )
    info = found.pop(0)
    assert (info[0], info[2], info[-1].decode().splitlines()) == (
        "warcinfo",
        "2026-11-20T02:30:00Z",
        [
            "software: Utlysningsradar/0.1.0",
            "format: WARC File Format 1.1",
            "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "radar-night: 2026-11-20",
            "radar-demonstration: false",
            "radar-code-version: 0.1.0",
            "operator: Kari <kari@helse.no>",
        ],
    )
    half = "2026-11-20T02:30:01.500000Z"
    whole = "2026-11-20T02:30:00Z"
    assert found == [
        ("response", "200 OK", half, "https://a.no/x?y=1", None, None, b"<p>ja</p>"),
        ("request", "/x?y=1 HTTP/1.1", half, "https://a.no/x?y=1", None, None, b""),
        ("response", "200 OK", whole, "https://a.no/sok?q=1", None, None, b"abc"),
        ("request", "/sok?q=1 HTTP/1.1", whole, "https://a.no/sok?q=1", None, None, b'{"side":0}'),
        ("revisit", "304 Not Modified", "2026-11-20T02:30:09Z", "https://a.no/x?y=1", whole, None, b""),
        ("request", "/x?y=1 HTTP/1.1", "2026-11-20T02:30:09Z", "https://a.no/x?y=1", None, None, b""),
        ("metadata", "", whole, "https://b.no/", None, None, b"radar-failure: time\r\n"),
        ("request", "/ HTTP/1.1", whole, "https://b.no/", None, None, b""),
        ("response", "200 OK", half, "https://a.no/stor", None, "length", b"abc"),
        ("request", "/stor HTTP/1.1", half, "https://a.no/stor", None, None, b""),
    ]


def test_a_written_night_passes_warcio_check_and_is_the_same_each_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exchanges = (page("https://a.no/"), page("https://a.no/"), page("https://a.no/å?ø=æ", b""))
    one, two = write(tmp_path / "en", *exchanges), write(tmp_path / "to", *exchanges)
    assert one.read_bytes() == two.read_bytes()
    with pytest.raises(SystemExit) as ended:
        warcio_command(["check", "-v", str(one)])
    assert (ended.value.code, "fail" in capsys.readouterr().out) == (0, False)
    ids = [record.field("warc-record-id") for record in records(one)]
    assert len(set(ids)) == len(ids) == 7


def test_the_writer_answers_as_a_replay_will(tmp_path: Path) -> None:
    exchange = page("https://a.no/", b"x", headers=(("Location", "/s\xc3\xb8k\r\n  mer"), ("Navn", "blåbær")))
    with Archive(tmp_path).writer(DAY, AT, "0.1.0") as writer:
        written = writer.write(exchange)
    assert written.headers == (("Location", "/s%C3%B8k mer"), ("Navn", "bl%C3%A5b%C3%A6r"))
    assert Archive(tmp_path).replay(DAY).answer(Question("https://a.no/")) == written


def test_a_night_counts_only_when_it_ends_well(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with pytest.raises(KeyboardInterrupt), archive.writer(DAY, AT, "0.1.0") as writer:
        writer.write(page("https://a.no/"))
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.rglob("*.*")] == [writer.path.name + ".part"]
    assert archive.nights() == []
    first = write(tmp_path, page("https://a.no/"))
    second = write(tmp_path, page("https://a.no/"))
    assert sorted(tmp_path.rglob("*.*")) == sorted([first, second])
    assert second.name == "radar-2026-11-20-20261120T023000Z-0002.warc.gz"


def test_nights_are_grouped_by_their_own_date(tmp_path: Path) -> None:
    night = write(tmp_path / "a", page("https://a.no/"), is_demonstration=True)
    later = write(tmp_path / "a", page("https://a.no/"), at=AT + timedelta(hours=1))
    old = foreign(tmp_path / "gammel.warc", "response", at="2026-11-18T23:30:00Z", packed=False)
    assert group_nights([later, old, night, night]) == [
        ArchivedNight(date(2026, 11, 19), datetime(2026, 11, 18, 23, 30, tzinfo=UTC), (old,), False, ""),
        ArchivedNight(DAY, AT, (night, later), True, "0.1.0"),
    ]


def test_files_are_added_once_and_never_overwritten(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "arkiv")
    one = write(tmp_path / "en", page("https://a.no/"))
    other = write(tmp_path / "to", page("https://b.no/"))
    plain = foreign(tmp_path / "natt.warc", "response", packed=False)
    misnamed = foreign(tmp_path / "natt2.warc.gz", "response", "resource", packed=False)
    folder = tmp_path / "arkiv"
    assert archive.nights() == []
    assert [night.day for night in archive.add([one, one, plain, misnamed])] == [DAY, date(2026, 11, 21)]
    assert archive.add([one]) == [ArchivedNight(DAY, AT, (folder / "2026-11-20" / one.name,), False, "0.1.0")]
    archive.add([other])
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    stem = "2026-11-20/radar-2026-11-20-20261120T023000Z-0001"
    assert [names[0].startswith(stem + "-"), *names[1:]] == [
        True,
        stem + ".warc.gz",
        "2026-11-21/natt.warc",
        "2026-11-21/natt2.warc",
    ]
    archive.remove(DAY)
    assert [night.day for night in archive.nights()] == [date(2026, 11, 21)]
    with pytest.raises(ArchiveError, match="ingen natt 2026-11-20"):
        archive.replay(DAY)


def _cut(raw: bytes) -> bytes:
    return raw[:-20]


def _cut_in_record(raw: bytes) -> bytes:
    return gzip.decompress(raw)[:-60]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda raw: b"", "tom"),
        (lambda raw: b"\r\n\r\n", "tom"),
        (lambda raw: b"<html>ikke en WARC</html>", "ikke en WARC-fil"),
        (lambda raw: gzip.compress(b"bare tekst\r\n"), "ikke en WARC-fil"),
        (_cut, "avkuttet"),
        (_cut_in_record, "avkuttet"),
        (lambda raw: gzip.decompress(raw)[:40], "avkuttet"),
        (lambda raw: raw[:-10] + b"\xff" * 10, "skadet"),
        (lambda raw: raw + b"mer", "skadet"),
        (lambda raw: gzip.decompress(raw).replace(b"Content-Length", b"Content-Langde"), "lengden"),
        (lambda raw: gzip.decompress(raw).replace(b"WARC-Date: 2026", b"WARC-Date: i dag"), "ugyldig dato"),
        (lambda raw: gzip.decompress(raw).replace(b"radar-night: 2026", b"radar-night: \xc3\xa5ret"), "ikke en dato"),
        (lambda raw: b"WARC/1.0\r\n" + b"x" * 70_000, "for lang"),
        (lambda raw: b"WARC/1.0\r\n" + b"a: b\r\n" * 2000, "for langt"),
    ],
)
def test_damage_is_named_with_the_file(tmp_path: Path, damage: Callable[[bytes], bytes], words: str) -> None:
    path = tmp_path / "natt.warc.gz"
    path.write_bytes(damage(write(tmp_path, page("https://a.no/")).read_bytes()))
    with pytest.raises(ArchiveError, match=f"natt.warc.gz: .*{words}"):
        group_nights([path])
    with pytest.raises(ArchiveError, match=r"natt\.warc\.gz"):
        Archive(tmp_path / "arkiv").add([path])
    assert not (tmp_path / "arkiv").exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"borte\.warc: filen kan ikke åpnes"):
        group_nights([tmp_path / "borte.warc"])


def test_a_segmented_record_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "delt.warc"
    path.write_bytes(
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.no/\r\nWARC-Date: 2026-11-20T00:00:00Z\r\n"
        b"WARC-Segment-Number: 1\r\nContent-Length: 19\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\r\n\r\n"
    )
    with pytest.raises(ArchiveError, match="delt på flere"):
        Replay(group_nights([path])[0])


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_warc_or_a_clear_error(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "natt.warc.gz"
    path.write_bytes(raw)
    with pytest.raises(ArchiveError, match=r"natt\.warc\.gz"):
        group_nights([path])


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.text(max_size=10), st.binary(max_size=80)), min_size=1, max_size=5))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, pages: list[tuple[str, bytes]]) -> None:
    folder = tmp_path_factory.mktemp("natt")
    asked = [Question(f"https://a.no/{number}", headers=(("X", name),)) for number, (name, _) in enumerate(pages)]
    with Archive(folder).writer(DAY, AT, "0.1.0") as writer:
        answers = [
            writer.write(Exchange(question, AT, headers=(("X-Navn", name),), body=body))
            for question, (name, body) in zip(asked, pages, strict=True)
        ]
    replay = Archive(folder).replay(DAY)
    assert [replay.answer(question) for question in asked] == answers


def test_dates_need_a_zone_and_are_read_to_the_microsecond(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"), NightWriter(tmp_path / "a", DAY, datetime(2026, 1, 1), "1"):  # noqa: DTZ001
        pass
    assert [read_date(text) for text in ("2026-11-20T02:30:00.1234567Z", "2026-13-20T02:30:00Z", "i dag")] == [
        datetime(2026, 11, 20, 2, 30, 0, 123456, tzinfo=UTC),
        None,
        None,
    ]


def test_messages_of_other_makers() -> None:
    assert split_message(b"HTTP/2 200\nA: 1\n  2\nbare ord\n\nx\r\n\r\ny") == (
        "HTTP/2 200",
        (("A", "1 2"),),
        b"x\r\n\r\ny",
    )
    assert [status_of(line) for line in ("HTTP/2 200", "HTTP/1.1 404 Not Found", "http/1.0 301 Flyttet")] == [
        200,
        404,
        301,
    ]
    assert clean_headers((("A\tB", "1\r\n 2"),)) == (("A B", "1 2"),)
    with pytest.raises(ValueError, match="status line"):
        status_of("ICY 200 OK")
