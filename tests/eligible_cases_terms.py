"""The truth table of eligibility, by hand: place, money, time, deadline, the EU's programmes, and what is
kept for whom. One case a line; the last table has the form of eligible_cases.
"""

from __future__ import annotations

PLACE = """
34 | 34 | kommune@Hamar | yes
34 | 15 | kommune@Sunndal | no
15 | 34 | kommune@Hamar | no
34 | 34 | kommune | yes
15 | 15 | kommune@Smøla | yes
50 | 15 | kommune@Rindal | yes
15 | 15 | kommune@Rindal | unknown
15 | 15 | kommune@Rindal+kommune@Surnadal | yes
50 | 15 | kommune@Surnadal | no
50 | 15 | kommune@Surnadal+kommune@Rindal | yes
15,34 | 34 | kommune@Elverum | yes
15,50 | 34 | kommune@Elverum | no
hele landet | 34 | kommune@Hamar | yes
Norge | 15 | kommune@Aure | yes
Nord-Norge | 34 | kommune@Hamar | no
Helse Midt-Norge | 15 | helseforetak@Ålesund | yes
Helse Midt-Norge | 34 | helseforetak@Brumunddal | no
Hamar | 34 | kommune@Hamar | yes
Hamar | 34 | kommune@Elverum | unknown
Hamar | 15 | kommune@Aure | no
Nordmøre | 15 | kommune@Aure | unknown
Blåfjellregionen | 34 | kommune@Hamar | unknown
Herøy | 15 | kommune@Aure | unknown
34 |  | kommune@Hamar | yes
34 | Mjøsregionen | kommune | unknown
 | 34 | kommune@Hamar | unknown
"""
"""The call's regions | the profile's region | members, each with its place | the answer."""

MONEY = """
-16000000 | 4000000-8000000 | yes
-1000000 | 4000000-8000000 | no
-3999999 | 4000000-8000000 | no
-4000000 | 4000000-8000000 | yes
8000000-16000000 | 4000000-10000000 | yes
8000000-16000000 | 1000000-4000000 | unknown
4000000- | 5000000- | yes
4000000- | 1000000- | unknown
-500000 | -2000000 | unknown
-500000 | -400000 | yes
-500000 | - | unknown
- | 4000000-8000000 | unknown
9000000-2000000 | 4000000-8000000 | unknown
€-200000 | 4000000-8000000 | no
€-300000 | 4000000-8000000 | unknown
€-3000000 | 4000000-8000000 | yes
-400000 Forprosjekt | 4000000-8000000 | unknown
-750000 per år | 1500000-2250000 | unknown
-2000000 advice | 4000000-8000000 | unknown
"""
"""Least and most to one applicant (€: in euro; then what the call is, or words of the amount) | least and most wanted |
the answer."""

TIME = """
start 2027-01-01..2027-08-15 end 2031-08-14 | 2027-03..2030-02 | yes
start 2027-01-01..2027-08-15 | 2027-10..2030-02 | unknown
start 2027-06-01.. | 2027-01..2030-02 | unknown
start 2027-06-01.. | 2027-06..2030-02 | yes
start 2031-01-01.. | 2027-01..2030-02 | no
end 2026-12-31 | 2027-01..2030-02 | no
end 2029-12-31 | 2027-01..2030-02 | unknown
end 2030-02-28 | 2027-01..2030-02 | yes
months 12..48 | 2027-01..2028-12 | yes
months 3..6 | 2027-01..2029-12 | unknown
months 24..48 | 2027-01..2027-12 | unknown
months ..48 | 2027..2029 | yes
months 24.. | 2027..2029 | unknown
start 2027-01-01..2027-08-15 | 2027.. | unknown
start 2027-01-01..2027-08-15 | .. | unknown
start 2028-01-01..2027-01-01 | 2027-01..2030-02 | unknown
 | 2027-01..2030-02 | unknown
"""
"""What the call allows | start and end of the project | the answer."""

DEADLINE = """
open fixed 2026-10-14T11:00Z | yes
open fixed 2026-09-15T11:00Z | unknown
- fixed 2026-09-15T11:00Z | no
- fixed 2026-09-16T00:30Z | unknown
- fixed 2026-09-16T00:30Z stated | no
closed fixed 2026-09-15T11:00Z | no
closed fixed 2026-10-14T11:00Z | unknown
closed - - | no
closed rolling - | no
cancelled fixed 2026-10-14T11:00Z | no
open rolling - | yes
- rolling - | yes
open until_spent - | yes
forecasted fixed 2027-03-03T12:00Z | yes
forecasted - - | unknown
forecasted fixed 2026-03-03T12:00Z | unknown
open - - | unknown
- - - | unknown
- guaranteed 2026-09-01T21:59Z | unknown
open guaranteed 2026-12-01T21:59Z | yes
- cut_off 2026-03-01T11:00Z,2026-10-01T11:00Z | yes
- cut_off 2026-03-01T11:00Z,2026-09-01T11:00Z | no
open staged 2026-10-06T11:00Z,2027-02-24T11:00Z | yes
- staged 2026-04-06T11:00Z,2027-02-24T11:00Z | unknown
"""
"""Status, kind of deadline, moments (stated: the funder gives the clock time) | the answer on 2026-09-16, 01:30 UTC."""

PROGRAMMES = """
43108390 HORIZON-HLTH-2027-01 probable unknown
43152860 DIGITAL-2026-HEALTH probable unknown
44181033 EDF-2026-RA probable unknown
43252405 LIFE-2026-SAP unknown unknown
43252476 SMP-COSME-2026-CLUSTER probable unknown
43252476 SMP-FOOD-2026 unknown unknown
111111 EuropeAid-1 unknown unknown
43298916 HORIZON-EURATOM-2026 unknown unknown
43251589 CERV-2026-DAPHNE unknown unknown
43251567 CEF-DIG-2026 unknown unknown
43251814 CREA-MEDIA-2026 probable unknown
43353764 ERASMUS-EDU-2026 probable unknown
31045243 H2020-1 unknown unknown
43252449 RFCS-2026 unknown unknown
43254019 ESF-2026-EASI-1 probable unknown
43254019 ESF-2026-YOUTH unknown unknown
43637601 PPPA-2026 unknown unknown
44416173 I3-2026-INV1 unknown unknown
43252368 ISF-2026 unknown unknown
44773066 JTM-2026-PSLF unknown unknown
31059643 COS-1 unknown unknown
43252386 JUST-2026 unknown unknown
45532249 EUBA-EFSA-2026 unknown unknown
43252433 PERI-2026 unknown unknown
43252517 SOCPL-2026 unknown unknown
43253967 RENEWFM-2026 unknown unknown
43254037 ESC-2026 unknown unknown
43697167 EP-2026 unknown unknown
43089234 INNOVFUND-2026 unknown unknown
43392145 EMFAF-2026 unknown unknown
45876777 NDICI-2026 unknown unknown
46324255 ERDF-TA-2026 unknown unknown
43332642 EU4H-2026-PJ probable unknown
43298203 UCPM-2026-PP probable unknown
43251842 EUAF-2026 unknown unknown
43298664 AGRIP-2026 unknown unknown
42810547 ED-2026 unknown unknown
99999999 XYZ-1 unknown unknown
"""
"""The portal's code, an identifier | what the source knows of Norway | the answer. Every listing rests on
../shared/sources/eu-funding-tenders.md, section 5: the government's list of the eleven programmes (id2872715), likely
and not certain, so that it answers neither yes nor no."""

EARMARKED = """
Bare Oslo universitetssykehus HF kan søke.
    Sykehuset Innlandet                         no
Bare Sykehuset Innlandet HF kan søke.
    Sykehuset Innlandet                         yes
    Hamar kommune                               unknown
Tilskuddet er øremerket Universitetet i Bergen.
    Hamar kommune                               no
Midlene er øremerket Innlandet.
    Hamar kommune                               unknown
Bare inviterte søkere kan søke.
    Hamar kommune                               unknown
Applications by invitation only.
    Hamar kommune                               unknown
10 millioner kroner er øremerket kreftrelevante prosjekter.
    Hamar kommune                               unknown
Kommuner kan søke.
    Hamar kommune                               unknown
"""
"""Under what the call says: the only member of the project. Sykehuset Innlandet is always in the cluster."""
