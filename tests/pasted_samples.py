"""Pages and texts of funders that no source reads, built as such pages are: a municipality, a foundation, a fund."""

from __future__ import annotations

from datetime import UTC, datetime

from calls.model import Page

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


def page(body: str | bytes, url: str = "https://www.eksempel.no/tilskudd", kind: str = "text/html") -> Page:
    """One fetched page."""
    content = body.encode() if isinstance(body, str) else body
    return Page(url=url, status=200, content_type=kind, body=content, fetched_at=AT)


KOMMUNE = """<!doctype html><html lang="no"><head><meta charset="utf-8">
<title>Tilskudd til frivillige organisasjoner innen helse og omsorg - Hamar kommune</title>
<meta name="description" content="Søk om tilskudd til tiltak for eldre og pårørende i Hamar.">
<script>var frist = "Søknadsfrist 1. januar 1999";</script><style>.a{color:red}</style></head><body>
<a href="#main" class="skip-link">Hopp til innhold</a>
<header><div class="logo">Hamar kommune</div><nav><ul><li><a href="/a">Tjenester</a></li>
<li><a href="/b">Søknadsfrist barnehage 1. mars 2027</a></li></ul></nav></header>
<nav aria-label="brødsmulesti" class="breadcrumb"><a href="/">Forside</a> / <a href="/h">Helse</a></nav>
<main id="main"><article><h1>Tilskudd til frivillige organisasjoner innen helse og omsorg</h1>
<p>Hamar kommune gir tilskudd til frivillige organisasjoner som skaper aktivitet og møteplasser for eldre,
pårørende og personer med kronisk sykdom.</p>
<h2>Hvem kan søke?</h2><p>Frivillige organisasjoner og klynger kan søke. Kommersielle aktører kan ikke søke.</p>
<h2>Hvor mye kan du få?</h2><p>Du kan søke om inntil 150 000 kroner per prosjekt.</p>
<p>Rammen for 2027 er 1,2 millioner kroner.</p>
<h2>Frister</h2><table><tr><th>Søknadsfrist</th><td>15. mars 2027 kl. 12.00</td></tr>
<tr><th>Svar på søknaden</th><td>1. juni 2027</td></tr>
<tr><th>Rapporteringsfrist</th><td>1. februar 2028</td></tr></table>
<p>Søknadsskjemaet åpner 10. januar 2027.</p>
<h2>Kontakt</h2><p>Kari Nordmann, kari.nordmann@hamar.example, telefon 62 00 00 00</p></article>
<aside><h2>Les også</h2><p>Søknadsfrist for kulturmidler er 1. april 2027.</p></aside></main>
<footer><p>Postboks 1, 2301 Hamar</p></footer></body></html>"""

STIFTING = """<!doctype html><html lang="nn"><head><meta charset="utf-8"><title>Utlysing: Tryggleik heime</title>
<meta property="og:site_name" content="Vestlandsstiftinga"><meta property="og:title" content="Tryggleik heime"></head>
<body><div class="cookie-banner"><p>Vi bruker informasjonskapslar til 1. desember 2026.</p></div>
<main><h1>Tryggleik heime</h1>
<p>Vestlandsstiftinga lyser ut 10 millionar kroner til prosjekt som gjer at eldre kan bu lenger heime med tryggleik og
meistring.</p>
<h2>Kven kan søkje?</h2><ul><li>Kommunar</li><li>Helseføretak</li><li>Frivillige organisasjonar</li></ul>
<h2>Kor mykje kan de søkje om?</h2><p>Mellom 500 000 og 2 millionar kroner.</p>
<h2>Søknadsfristar</h2><p>Vi har to søknadsfristar: 1. mars og 1. oktober 2027.</p>
<p>Påmeldingsfrist for informasjonsmøtet er 5. februar 2027.</p>
<h2>Relaterte saker</h2><p>Søknadsfrist for kulturprisen er 9. september 2027.</p></main></body></html>"""

FUND = """<!doctype html><html lang="en"><head><title>Call for proposals | Nordic Health Fund</title></head><body>
<div role="banner"><p>Nordic Health Fund</p></div>
<div id="content"><h1>Call for proposals: digital follow-up at home</h1>
<p>The Nordic Health Fund supports projects that test digital follow-up of patients with chronic disease at home.</p>
<h2>Who can apply?</h2><p>Universities, research institutes and hospitals can apply.</p>
<h2>Funding</h2><p>You may apply for up to NOK 3 million per project.</p>
<h2>Deadline</h2><p>The call opens on 4 January 2027 and the deadline is 26 February 2027 at 13:00 CET.</p>
<p>Questions must be sent by 1 February 2027.</p></div></body></html>"""

MAIL = """Fra: Ola Nordmann <ola@stiftelsen.example>
Sendt: mandag 16. november 2026 09:12
Til: Klyngen
Emne: SV: VS: Utlysning av midler til demensomsorg

Hei Kari,

Nå lyser Omsorgsstiftelsen ut 5 millioner kroner til prosjekter som prøver
ut nye tjenester for mennesker med demens og deres pårørende.

> Kommuner og frivillige organisasjoner kan søke. Søknadsfristen er 12. januar
> 2027 kl. 15.00.

Søknader sendes til post@stiftelsen.example innen fristen.

Vennlig hilsen
Ola Nordmann
Mobil 900 00 000. Svar meg innen 1. desember 2026.
"""

BARE = """Støtte til pilotprosjekter

Løpende søknadsfrist.

Små og mellomstore bedrifter kan søke.
Søknadsfrist for reisestøtte er 3. mai.
"""
