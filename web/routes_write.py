"""Addresses that readers send something to: every one wants the page's token, says what it did, and can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from calls.tongue import say
from publish.sampled import SAMPLE_MARK
from readers import Decisions
from readers.shapes import DecisionError
from web.sent import Sent, sent_form
from web.site import READER, Site

MOST_WORDS = 1000
"""Characters of a reason."""


@contextmanager
def deciding(site: Site) -> Iterator[Decisions]:
    """The readers' decisions, to add to."""
    site.home.path.mkdir(parents=True, exist_ok=True)
    with Decisions.open(site.home.decisions_url) as decisions:
        yield decisions


def reason_of(text: str) -> str:
    """A reason as it was given. DecisionError for one that is too long."""
    if len(text) > MOST_WORDS:
        raise DecisionError(say("Grunnen kan ha høyst {n} tegn.", n=MOST_WORDS))
    return text


def add_writes(app: FastAPI, site: Site) -> None:
    """Not for us and back, and what a project is about."""
    form = sent_form(site)

    @app.post("/ikke-for-oss")
    def not_for_us(sent: Sent = form) -> Response:
        cluster = site.cluster(sent.one("klynge"))
        profile = sent.one("prosjekt")
        if profile:
            site.profile(cluster, profile)
        with deciding(site) as decisions:
            decisions.decide(
                "not_for_us",
                cluster=cluster.key,
                profile="" if sent.one("gjelder") == "klyngen" else profile,
                source=sent.one("kilde"),
                source_id=sent.one("id"),
                reason=reason_of(sent.one("grunn")),
                by=READER,
                at=site.now(),
            )
        return RedirectResponse(sent.back, 303)

    @app.post("/vurder")
    def judge(sent: Sent = form) -> Response:
        cluster = site.cluster(sent.one("klynge"))
        profile = site.profile(cluster, sent.one("prosjekt"))
        kind = {"ja": "relevant", "nei": "not_relevant"}.get(sent.one("passer"))
        if kind is None:
            raise HTTPException(400)
        with deciding(site) as decisions:
            decisions.decide(
                kind,  # type: ignore[arg-type]
                cluster=cluster.key,
                profile=profile.key,
                source=sent.one("kilde"),
                source_id=sent.one("id"),
                reason=SAMPLE_MARK if sent.one("stikkprove") else "",
                by=READER,
                at=site.now(),
            )
        return RedirectResponse(sent.back, 303)

    @app.post("/angre")
    def undo(sent: Sent = form) -> Response:
        with deciding(site) as decisions:
            decisions.undo(sent.one("nr"), by=READER, at=site.now())
        return RedirectResponse(sent.back, 303)
