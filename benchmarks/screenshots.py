"""Pictures of the demonstration for docs/: `make screenshots`, after a change that a reader sees.

Serves the bundled nights out of a new home and takes each picture in Chromium. Pillow, where it is installed, makes
them smaller.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import uvicorn
from click.testing import CliRunner
from playwright.sync_api import sync_playwright

from calls.home import Home
from pipelines.cli import radar
from web.app import create_app

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
MOST_BYTES = 250_000
COLORS = 256
WAIT = 20
"""Seconds for the server to start."""

PROJECT = "/klynge/helseinn/digital_hjemmeoppfolging"
PICTURES = (
    ("i-dag", "/", 1280, 1400),
    ("treff", f"{PROJECT}?frist_innen=60&sorter=frist", 1280, 1400),
    ("treff-320", f"{PROJECT}?frist_innen=60&sorter=frist", 320, 2900),
    ("oversikt", "/oversikt?klynge=helseinn", 1280, 1400),
    ("utlysning", "", 1280, 1400),
)
"""Name, address, width and height. The call is the first of the list."""


@contextmanager
def served(home: Home) -> Iterator[str]:
    """The address of the page over that home."""
    server = uvicorn.Server(uvicorn.Config(create_app(home, meaning=False), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + WAIT
    while not server.started and time.monotonic() < end:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


def smaller(picture: bytes) -> bytes:
    """The picture with few colours, where Pillow is installed; else as Chromium made it."""
    if not find_spec("PIL"):
        return picture
    from PIL import Image

    few = (
        Image.open(BytesIO(picture))
        .convert("RGB")
        .quantize(COLORS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    )
    made = BytesIO()
    few.save(made, "PNG", optimize=True)
    return made.getvalue()


def take(address: str, folder: Path) -> list[Path]:
    """Takes the pictures into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(reduced_motion="reduce", locale="nb-NO")
        for name, path, width, height in PICTURES:
            page.set_viewport_size({"width": width, "height": height})
            if not path:
                page.goto(address + PROJECT)
                path = str(page.locator(".match h3 a").first.get_attribute("href"))
            page.goto(address + path, wait_until="networkidle")
            page.evaluate("document.fonts.ready.then(() => true)")
            page.evaluate("document.querySelectorAll('.filters').forEach(one => { one.open = false; })")
            content = smaller(page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height}))
            if len(content) > MOST_BYTES:
                raise SystemExit(f"{name}: {len(content)} bytes are more than {MOST_BYTES}")
            written.append(folder / f"{name}.png")
            written[-1].write_bytes(content)
        browser.close()
    return written


def main() -> None:
    """Runs the bundled nights in a folder that is gone afterwards, and takes the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    with tempfile.TemporaryDirectory() as root:
        home = Home.at(Path(root) / "home")
        env = {"RADAR_HOME": str(home.path), "RADAR_ARCHIVE": None, "RADAR_DATABASE_URL": None}
        result = CliRunner().invoke(radar, ["night"], env={**env, "RADAR_SENTENCE_MODEL": "off"})
        if result.exit_code:
            raise SystemExit(result.output)
        os.environ["RADAR_SENTENCE_MODEL"] = "off"
        with served(home) as address:
            for path in take(address, folder):
                print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
