"""What every page needs: readers of the store, the clusters and what people said; the templates; the frame around.

Addresses and answers are in web.app and web.routes_*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.exceptions import HTTPException

from calls.database import Stamp
from calls.home import Home
from calls.model import Page
from calls.tongue import SOURCE, TONGUES, Tongue, known, say, say_count, say_html, tongue
from matching.own_clusters import clusters_folder
from matching.profiles import Cluster, Profile
from publish import words
from publish.links import web_address
from publish.plain_text import cut
from web import pages
from web.cluster_reader import ClusterReader
from web.frame import frame
from web.nights import NoSuchNightError, Shown, StoreReader
from web.preview import Previews
from web.safety import TOKEN, Seal

HERE = Path(__file__).resolve().parent
DESIGN = HERE / "node_modules" / "@digdir" / "designsystemet-css" / "dist"
FONTS = HERE / "node_modules" / "@fontsource-variable" / "inter" / "files"
SCRIPT = HERE / "node_modules" / "htmx.org" / "dist"

Fetch = Callable[[str], Page]

READER = "leser"
"""Who did something on the page, while there is no sign-in: whoever sits at this machine."""

TONGUE_COOKIE = "malform"

MOST_IN_LISTS = 300
"""Characters of a title or a name in a list."""


class MissingError(HTTPException):
    """A page that is not there, and that we know more of: a title, a sentence, and links as (address, words)."""

    def __init__(self, title: str, text: str, links: list[tuple[str, str]], status: int = 404) -> None:
        super().__init__(status)
        self.title, self.text, self.links = title, text, links


class Site:
    """The readers and the templates that every page needs."""

    def __init__(
        self, home: Home, clusters: Path | None, clock: Callable[[], datetime], fetch: Fetch, meaning: bool | None
    ) -> None:
        """clusters: a folder of clusters; None for the one that stands in the home, or the examples.

        clock: the time, with a zone, for what people do. fetch: gets the page at an address, or says PastedError.
        meaning: whether the sentence model is used where it is installed; None for as the night does.
        """
        self.home = home
        self.clock = clock
        self.fetch = fetch
        self.previews = Previews(home, meaning)
        self.stores = StoreReader(home, self.previews.ranked)
        self.folder = ClusterReader(clusters or (lambda: clusters_folder(home)))
        self.seal = Seal(home.path)
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.templates.filters |= {
            "web_address": web_address,
            "call_path": pages.call_path,
            "call_place": pages.call_place,
            "kept": keep_night,
            "query": urlencode,
            "short": short,
        }
        self.templates.globals |= {
            "_": say,
            "say_count": say_count,
            "say_html": say_html,
            "token_field": TOKEN,
            "tongues": TONGUES,
            "profile_path": pages.profile_path,
            "project_path": pages.project_path,
            "cluster_path": pages.cluster_path,
            "has_script": (SCRIPT / "htmx.min.js").is_file(),
            "has_design": DESIGN.is_dir(),
        }

    def page(
        self, template: str, shown: Shown | None, path: str = "/", status: int = 200, **context: Any
    ) -> HTMLResponse:
        """One HTML page. Every template gets `frame` (pages.Frame) and what its page function made.

        path: the page's own address, without a night.
        """
        made_frame = frame(shown, path=path, tongue=tongue(), is_example=self.folder.is_example)
        made = self.templates.get_template(template).render(frame=made_frame, token=self.seal.token, **context)
        return HTMLResponse(made, status_code=status)

    def stamp(self) -> Stamp | None:
        """Of all that pages read, the store, what people said and the clusters; None while that cannot be told."""
        stored = self.stores.stamp()
        return None if stored is None else (stored, self.folder.stamp())

    def quick_stamp(self) -> Stamp | None:
        """The same where it takes no more than a look at files; None where a database is to be asked or opened."""
        stored = self.stores.quick_stamp()
        return None if stored is None else (stored, self.folder.stamp())

    def shown(self, request: Request) -> Shown | None:
        """The night that the address asks for, or the newest, for the clusters as they stand; None before the first.

        MissingError when there is no such night; 400 when what is asked for is no day.
        """
        try:
            return self.stores.shown(self.folder.clusters(), asked_day(request, "natt"))
        except NoSuchNightError as error:
            raise no_such_night(request, error) from error

    def now(self) -> datetime:
        """The time, in UTC."""
        return self.clock().astimezone(UTC)

    def cluster(self, key: str) -> Cluster:
        """That cluster; 404 when there is none."""
        found = next((cluster for cluster in self.folder.clusters() if cluster.key == key), None)
        if found is None:
            raise HTTPException(404)
        return found

    def profile(self, cluster: Cluster, key: str) -> Profile:
        """That profile of the cluster; 404 when there is none."""
        found = next((profile for profile in cluster.profiles if profile.key == key), None)
        if found is None:
            raise HTTPException(404)
        return found


@pass_context
def keep_night(context: Context, path: str) -> str:
    """An address of our own, carrying on the night that the page shows."""
    natt = context["frame"].natt
    path, hash_, anchor = path.partition("#")
    return f"{path}{'&' if '?' in path else '?'}natt={natt}{hash_}{anchor}" if natt else f"{path}{hash_}{anchor}"


def short(text: object, limit: int = MOST_IN_LISTS) -> str:
    """A text for a list: what is too long for one is visibly cut. The whole stands on the page of the call."""
    return cut(str(text), limit)


def asked_day(request: Request, name: str) -> date | None:
    """The day in a query parameter, None when it is left out or empty. 400 when it is not a day as 2026-05-14."""
    text = request.query_params.get(name, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise HTTPException(400) from error
    if day.isoformat() != text:
        raise HTTPException(400)
    return day


def own_path(request: Request) -> str:
    """The path of the request as it was sent, so that an id with odd characters comes back as it was."""
    return str(request.scope["raw_path"].decode("ascii"))


def own_address(request: Request, without: Iterable[str] = ("natt",)) -> str:
    """The path with what was asked, but for some names, and for fields of a form that were left empty."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name not in without and value]
    return f"{own_path(request)}?{urlencode(asked)}" if asked else own_path(request)


def reader_tongue(request: Request) -> Tongue:
    """The tongue that the reader chose; bokmål until then, whatever the browser is set to: a link that is sent to a
    colleague reads as it did for the one who sent it, and many a Norwegian has a browser in English."""
    return known(request.cookies.get(TONGUE_COOKIE)) or SOURCE


def no_such_night(request: Request, error: NoSuchNightError) -> MissingError:
    """What to say, and the nearest nights that there are."""
    links = [
        (f"{own_path(request)}?natt={day}", say("Natten {day}", day=words.date_words(day)))
        for day in (error.before, error.after)
        if day is not None
    ]
    text = say("Den natten ble ingenting hentet, eller det er ikke lagret. Velg en av nettene ved siden av.")
    return MissingError(say("Ingen natt {day}", day=words.date_words(error.day)), text, links)
