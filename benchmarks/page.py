"""The page over 10,000 calls and 40 projects, beside a bare FastAPI page of as many cards, in one run.

Both are served by programs of their own on this machine, which the loader shares, and are asked at a steady pace in
turn. The first look after a night and after a reader has said something is told apart.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import httpx

from benchmarks.page_home import CALLS, PROFILES, make_home, some_matches
from benchmarks.page_load import A_SECOND, Paced, once, paced
from benchmarks.page_weight import Weight, weights
from calls.database import sqlite_file
from calls.home import Home
from matching.profiles import load_clusters

WARM_S, SECONDS = 2.0, 8.0
MOST = 200
"""Addresses of one kind."""
TIMES, MOST_MS = 3, 100
"""Ceilings: times the bare page's p95, and milliseconds on a quiet machine."""
MOST_KB, MOST_REQUESTS = 150, 8
PREVIEWED = "/prosjekter/<k>/<p>"
SEARCHED = ("velferdsteknologi", "kommune", "psykisk+helse", "ki+sykehus", "demens")
_CARD = re.compile(r'class="ds-card|class="day__title')
_TOKEN = re.compile(r'name="nokkel" value="([0-9a-f]+)"')


class Measured(NamedTuple):
    """One kind of page: how fast it and the bare page are, and its first look after a night and after a write."""

    ours: Paced
    bare: Paced
    cold_ms: float
    said_ms: float
    weight: Weight | None


def addresses(home: Home) -> dict[str, list[str]]:
    """Every kind of page with the addresses of it that are asked for in turn."""
    clusters = load_clusters(home.clusters)
    projects = [(quote(one.key), quote(profile.key)) for one in clusters for profile in one.profiles]
    found = [tuple(quote(part) for part in match) for match in some_matches(home, MOST)]
    cluster = quote(clusters[0].key)
    return {
        "/": ["/"],
        "/klynge/<klynge>": [f"/klynge/{quote(one.key)}" for one in clusters],
        "/klynge/<k>/<prosjekt>": [f"/klynge/{k}/{p}" for k, p in projects],
        "… med filtre": [f"/klynge/{k}/{p}?status=%C3%A5pen&sorter=frist&skjul_nei=ja" for k, p in projects],
        "/treff med filtre": [f"/treff?klynge={cluster}&status=%C3%A5pen&sorter=frist"],
        "/treff side 2": [f"/treff?klynge={cluster}&side=2"],
        "/utlysning/…": list(dict.fromkeys(f"/utlysning/{source}/{one}" for _, _, source, one in found)),
        "/treff/<ett treff>": [f"/treff/{k}/{p}/{source}/{one}" for k, p, source, one in found],
        "/oversikt": ["/oversikt", f"/oversikt?klynge={cluster}"],
        "/endringer": ["/endringer"],
        "/kilder": ["/kilder"],
        "/prosjekter": ["/prosjekter"],
        PREVIEWED: [f"/prosjekter/{k}/{p}" for k, p in projects],
        "/legg-inn": ["/legg-inn"],
        "/sok": [f"/sok?q={word}" for word in SEARCHED],
        "/om": ["/om"],
        "/eksport.xlsx": [f"/eksport.xlsx?klynge={cluster}"],
        "/eksport.ics": [f"/eksport.ics?klynge={cluster}"],
    }


@contextmanager
def served(command: Callable[[int], Sequence[str]], **environment: str) -> Iterator[str]:
    """The address of a program that serves a page, while it runs. RuntimeError when it does not answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    base = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        list(command(port)), env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                httpx.get(f"{base}/?cards_shown=1", timeout=60)
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        else:
            raise RuntimeError(f"{command(port)} does not answer")
        yield base
    finally:
        process.terminate()
        process.wait()


def measure(home: Home, pages: Mapping[str, Sequence[str]]) -> dict[str, Measured]:
    """All of it, a kind of page at a time, ours and bare one after the other."""
    radar = str(Path(sys.executable).with_name("radar"))
    here = {"RADAR_HOME": str(home.path), "RADAR_DATABASE_URL": "", "RADAR_ARCHIVE": ""}
    with (
        served(lambda port: [radar, "serve", "--port", str(port)], **here) as ours,
        served(lambda port: [sys.executable, "-m", "benchmarks.page_bare", str(port)]) as bare,
        httpx.Client(base_url=ours, timeout=600) as client,
    ):
        _read_ahead(client, pages)
        weighed = weights(ours, [paths[0] for name, paths in pages.items() if not name.startswith("/eksport")])
        found = {}
        for name, paths in pages.items():
            fast = paced(ours, paths, WARM_S, SECONDS)
            # Counted afterwards: whoever has asked for a page once is given it as it was kept.
            cards = [_cards(client, path) if paths[0] in weighed else 1 for path in paths]
            plain = paced(bare, [f"/?cards_shown={number}" for number in cards], WARM_S, SECONDS)
            found[name] = (fast, plain, weighed.get(paths[0]))
        said = {name: _after_something_said(client, home, paths) for name, paths in pages.items()}
        cold = {name: _after_a_night(client, home, paths) for name, paths in pages.items()}
    return {name: Measured(fast, bare, cold[name], said[name], weight) for name, (fast, bare, weight) in found.items()}


def _cards(client: httpx.Client, path: str) -> int:
    """How many cards our page shows there; the bare one shows as many, and one at least."""
    return max(1, len(_CARD.findall(client.get(path).text)))


def _read_ahead(client: httpx.Client, pages: Mapping[str, Sequence[str]]) -> None:
    """Waits until the page has read the night, as it does by itself (web.warming), so that it is measured at rest."""
    for path in (*pages.get("/sok", ()), *pages.get(PREVIEWED, ())):
        once(client, path)


def _after_a_night(client: httpx.Client, home: Home, paths: Sequence[str]) -> float:
    """Milliseconds of the first look after the store changed."""
    store = sqlite_file(home.database_url)
    assert store is not None
    store.touch()  # what tells the page that a night has come
    return once(client, paths[0])


def _after_something_said(client: httpx.Client, home: Home, paths: Sequence[str]) -> float:
    """Milliseconds of the first look after a reader put a call away."""
    cluster = load_clusters(home.clusters)[0]
    page = client.get(f"/klynge/{quote(cluster.key)}/{quote(cluster.profiles[0].key)}").text
    token = _TOKEN.search(page)
    call = re.search(r'name="kilde" value="([^"]+)">\s*<input type="hidden" name="id" value="([^"]+)"', page)
    if token is None or call is None:
        raise RuntimeError("the page has no form to put a call away with")
    sent = {"nokkel": token[1], "klynge": cluster.key, "prosjekt": cluster.profiles[0].key, "grunn": "målt"}
    answer = client.post("/ikke-for-oss", data={**sent, "kilde": call[1], "id": call[2], "til": "/"})
    if answer.status_code != 303:
        raise RuntimeError(f"what was said was answered with {answer.status_code}")
    return once(client, paths[0])


def run() -> list[str]:
    """Lines of the report."""
    with tempfile.TemporaryDirectory() as folder:
        home = make_home(Path(folder))
        return report(measure(home, addresses(home)))


def report(found: Mapping[str, Measured]) -> list[str]:
    """Lines of the report. A file has no bare page: what it is held against is in benchmarks.workbook."""
    lines = [
        f"the page over {CALLS} calls and {PROFILES} projects, {A_SECOND} requests a second; milliseconds",
        f"  server, bare server and loader share {os.cpu_count()} cores; an answer is timed from when it was due",
        "  first: the first look after a night / after something was said; kB and answers of a view, nothing kept",
        f"  {'':24}{'p50':>7}{'p95':>8}{'bare p95':>10}{'ratio':>7}{'first':>7} /{'said':>7}{'sent kB':>9}{'view':>13}",
    ]
    for name, one in found.items():
        ratio = one.ours.p95 / one.bare.p95
        view = f"{one.weight.size / 1000:.0f} kB in {one.weight.requests}" if one.weight else ""
        lines.append(
            f"  {name:24}{one.ours.p50:7.1f}{one.ours.p95:8.1f}{one.bare.p95:10.1f}{ratio:7.2f}"
            f"{one.cold_ms:7.0f} / {one.said_ms:6.0f}{one.ours.size / 1000:9.1f}{view:>13}"
        )
    pages = {name: one for name, one in found.items() if one.weight}
    worst = max(one.ours.p95 / one.bare.p95 for one in pages.values())
    heaviest = max(one.weight.size for one in pages.values() if one.weight) / 1000
    most = max(one.weight.requests for one in pages.values() if one.weight)
    return [
        *lines,
        f"  p95 over bare, worst page                 {worst:7.2f}    (ceiling {TIMES})",
        f"  p95, slowest page                         {max(one.ours.p95 for one in pages.values()):7.1f} ms (ceiling"
        f" {MOST_MS}, where the machine is quiet)",
        f"  a view, heaviest                          {heaviest:7.0f} kB (ceiling {MOST_KB})",
        f"  answers of a view, most                   {most:7d}    (ceiling {MOST_REQUESTS})",
    ]


if __name__ == "__main__":
    print("\n".join(run()))
