"""What one look at a page weighs, nothing kept from before: every answer of it as it was sent, and how many there are.

A real browser tells where there is one; else what the page's HTML names is asked for, and fonts, which the style sheet
names, with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

import httpx

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_NAMED = re.compile(r"""<(?:link rel="(?:stylesheet|icon)" href|script src|img src)="([^"]+)\"""")
_FONT = re.compile(r"""url\(["']?([^"')]+\.woff2)["']?\)""")


class Weight(NamedTuple):
    """Of one page view: bytes on the wire, heads of answers included where the browser tells, and answers."""

    size: int
    requests: int


def weights(base: str, paths: Sequence[str]) -> dict[str, Weight]:
    """Of each page, seen for the first time."""
    return _in_browser(base, paths) if CHROMIUM.is_file() else {path: _by_links(base, path) for path in paths}


def _in_browser(base: str, paths: Sequence[str]) -> dict[str, Weight]:
    from playwright.sync_api import sync_playwright

    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        for path in paths:
            context = browser.new_context()
            page = context.new_page()
            sizes: list[int] = []
            asked: set[str] = set()
            tools = context.new_cdp_session(page)

            def sent(event: dict[str, Any], asked: set[str] = asked) -> None:
                if event["request"]["url"].startswith("http"):  # icons inside a style sheet are no requests
                    asked.add(event["requestId"])

            def loaded(event: dict[str, Any], sizes: list[int] = sizes, asked: set[str] = asked) -> None:
                if event["requestId"] in asked:
                    sizes.append(int(event["encodedDataLength"]))

            tools.on("Network.requestWillBeSent", sent)
            tools.on("Network.loadingFinished", loaded)
            tools.send("Network.enable")
            page.goto(base + path, wait_until="networkidle")
            found[path] = Weight(sum(sizes), len(sizes))
            context.close()
        browser.close()
    return found


def _by_links(base: str, path: str) -> Weight:
    with httpx.Client(base_url=base, headers={"Accept-Encoding": "gzip"}) as client:
        answer, size = _asked(client, path)
        named = list(dict.fromkeys(_NAMED.findall(answer)))
        sizes = [size]
        for address in named:
            content, size = _asked(client, address)
            sizes.append(size)
            if address.endswith(".css"):
                fonts = dict.fromkeys(urljoin(address, one) for one in _FONT.findall(content))
                sizes += [_asked(client, font)[1] for font in fonts]
    return Weight(sum(sizes), len(sizes))


def _asked(client: httpx.Client, path: str) -> tuple[str, int]:
    with client.stream("GET", path) as answer:
        answer.read()
        return answer.text, answer.num_bytes_downloaded
