"""The page that ours are held against: FastAPI and Jinja, as many cards with as many fields, from dicts that are ready.

Nothing stands around it: no store, no filters, no language, no headers, no packing. Run as a program, it serves.
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment

MOST = 500

TEMPLATE = """<!doctype html>
<html lang="nb">
<head><meta charset="utf-8"><title>{{ title }}</title><link rel="stylesheet" href="/static/page.css"></head>
<body>
<header><a href="/">{{ title }}</a>
  <nav><ul>{% for name, path in menu %}<li><a href="{{ path }}">{{ name }}</a></li>{% endfor %}</ul></nav></header>
<main>
<h1>{{ title }}</h1>
<ol>
{% for card in cards %}
  <li id="{{ card.anchor }}">
    <h3><a href="{{ card.path }}" lang="{{ card.lang }}">{{ card.title }}</a></h3>
    <p><span>{{ card.status }}</span> <span>{{ card.news }}</span></p>
    <p>Nr. {{ card.rank }} {{ card.fit }}, treffgrad {{ card.score }}</p>
    <p>Prosjekt: <a href="{{ card.profile_path }}">{{ card.profile }}</a></p>
    <dl>
      <dt>Finansiør</dt><dd>{{ card.funder }}</dd>
      <dt>Frist</dt><dd><strong>{{ card.distance }}</strong><br>{{ card.deadline }}</dd>
      <dt>Beløp</dt><dd>{{ card.amount }}</dd>
      <dt>Hvem kan søke</dt><dd>{{ card.applicants }}</dd>
    </dl>
    <p><strong>Kan dere søke? {{ card.may_apply }}.</strong> {{ card.because }}<br>{{ card.missing }}</p>
    <h4>Hvorfor</h4>
    <p>{{ card.reason }}. Tema: {{ card.theme }}.</p>
    <ul>{% for word in card.why %}<li>{{ word }}</li>{% endfor %}</ul>
    <p>{{ card.moved }}</p>
    <details><summary>Setningene som teller mest</summary>
      {% for text in card.passages %}<blockquote>{{ text }}</blockquote>{% endfor %}
      <dl>{% for name, value in card.parts %}<dt>{{ name }}</dt><dd>{{ value }}</dd>{% endfor %}</dl>
    </details>
    <p>{{ card.also }}</p>
    <p><a href="{{ card.url }}">Utlysningen hos {{ card.funder }}</a></p>
    <form method="post" action="/ikke-for-oss">
      {% for name, value in card.sent %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
      <label>Grunn <input name="grunn"></label><button>Ikke for oss</button>
    </form>
  </li>
{% endfor %}
</ol>
</main>
</body>
</html>
"""


def _card(number: int) -> dict[str, Any]:
    sentence = "Kommuner og sykehus kan søke om støtte til å prøve ut velferdsteknologi i hjemmetjenestene."
    return {
        "anchor": f"prosjekt-{number}",
        "path": f"/utlysning/kilde/velferdsteknologi-{number}",
        "lang": "nb",
        "title": f"Velferdsteknologi i kommunale tjenester {number}",
        "status": "åpen",
        "news": "ny",
        "rank": number + 1,
        "fit": "godt treff",
        "score": "0,42",
        "profile_path": "/klynge/klyngen/prosjektet",
        "profile": "Digital hjemmeoppfølging av eldre",
        "funder": "Norges forskningsråd",
        "distance": "om 14 dager",
        "deadline": "30. september 2026 kl. 13.00",
        "amount": "inntil 4 mill. kr",
        "applicants": "kommune, helseforetak og universitet",
        "may_apply": "Ja",
        "because": sentence,
        "missing": "en partner fra næringslivet",
        "reason": "Ligner prosjektet",
        "theme": "Helse",
        "why": [f"ord {place} – word {place}" for place in range(8)],
        "moved": "Opp fra nr. 12.",
        "passages": [sentence, sentence],
        "parts": [("Ord", "0,30"), ("Betydning", "0,12")],
        "also": "Finnes også på engelsk.",
        "url": f"https://www.example.org/utlysninger/{number}",
        "sent": [(name, f"verdi {number}") for name in ("nokkel", "til", "klynge", "prosjekt", "kilde", "id")],
    }


def bare() -> FastAPI:
    """The application: `/?cards_shown=100` is a page of so many cards."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    template = Environment(autoescape=True).from_string(TEMPLATE)
    cards = [_card(number) for number in range(MOST)]
    menu = [(f"Side {number}", f"/side/{number}") for number in range(10)]

    @app.get("/")
    def page(cards_shown: int = 1) -> HTMLResponse:
        return HTMLResponse(template.render(title="Alle treff", menu=menu, cards=cards[:cards_shown]))

    return app


if __name__ == "__main__":
    uvicorn.run(bare(), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
