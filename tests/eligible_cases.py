"""The truth table of eligibility, by hand: who may apply, and which partners are demanded.

A line at the margin is what the call says, with ` / ` for a line break; under it stand the members of the project and
the answer, for partners also what is missing. Members are kinds of organisation joined by `+`; `-` is a project without
members. Answers follow from the words alone: what the words leave open is `unknown`, however likely it is.
"""

from __future__ import annotations

WHO = """
Kommuner kan søke.
    kommune                                     yes
    fylkeskommune                               no
    helseforetak+kommune                        yes
    -                                           unknown
Kommunar kan søkje.
    kommune                                     yes
Municipalities may apply.
    kommune                                     yes
Kommuner og fylkeskommuner kan søke uansett sektor.
    fylkeskommune                               yes
Kommuner i Innlandet kan søke.
    kommune                                     unknown
Kommuner med under 10 000 innbyggere kan søke.
    kommune                                     unknown
Kommuner kan søke. Kommunen må ha under 10 000 innbyggere.
    kommune                                     unknown
    bedrift_smb                                 no
Kommuner kan søke, alene eller på vegne av en kommuneregion.
    kommune                                     yes
Kommunar kan søkje, gjerne fleire saman. Helseføretak kan vere partnarar.
    kommune                                     yes
    helseforetak                                no
Søker må være en kommune. Helseforetak kan være samarbeidspartner.
    helseforetak                                no
Bydeler kan søke.
    kommune                                     unknown
Bedrifter kan søke, mens kommuner kan delta som partnere.
    kommune                                     no
    kommune+bedrift_smb                         yes
Universitet og høgskular kan søkje. Kommunar kan vere partnarar, men ikkje søkjarar.
    kommune                                     no
    uh_institusjon+kommune                      yes
Kommuner kan søke. Kommuner kan ikke søke.
    kommune                                     unknown
Forskningsorganisasjoner kan søke.
    uh_institusjon                              yes
    forskningsinstitutt                         yes
    helseforetak                                unknown
    kommune                                     no
    bedrift_smb                                 no
Godkjente norske forskningsorganisasjoner kan søke.
    uh_institusjon                              yes
    forskningsinstitutt                         unknown
    helseforetak                                unknown
Approved Norwegian research organisations may apply.
    helseforetak+kommune                        unknown
Universiteter, høgskoler, institutter og helseforetak som er godkjent som forskningsorganisasjon, kan søke.
    helseforetak                                unknown
Universiteter, høgskoler, forskningsinstitutter og helseforetak kan søke.
    helseforetak                                yes
Universiteter og høgskoler kan søke.
    helseforetak                                no
    forskningsinstitutt                         no
Universitetssykehus kan søke.
    helseforetak                                unknown
Forskningsorganisasjoner kan søke. Søker må dokumentere erfaring med medforskning.
    uh_institusjon                              unknown
Forskningsorganisasjoner kan søke, og prosjektleder må ha doktorgrad.
    uh_institusjon                              yes
Bedrifter kan søke.
    bedrift_smb                                 yes
    bedrift_stor                                yes
    kommune                                     no
    helseforetak                                no
    forskningsinstitutt                         unknown
    klynge                                      unknown
Foretak kan søke.
    helseforetak                                unknown
Små og mellomstore bedrifter kan søke.
    bedrift_smb                                 yes
    bedrift_stor                                no
    bedrift_stor+bedrift_smb                    yes
Små og mellomstore bedrifter kan søke. Store foretak er med unntaksvis.
    bedrift_stor                                unknown
Only SMEs are eligible to apply.
    bedrift_stor                                no
Store bedrifter kan søke.
    bedrift_smb                                 no
Oppstartsbedrifter kan søke.
    bedrift_smb                                 unknown
    bedrift_stor                                no
Aksjeselskap som er yngre enn tre år, kan søke.
    bedrift_smb                                 unknown
Bedrifter som er skattepliktige til Norge, kan søke. Offentlige virksomheter kan ikke bruke ordningen.
    helseforetak                                no
Rederier kan søke.
    bedrift_smb                                 unknown
    kommune                                     no
Bønder og skogeiere
    kommune                                     unknown
Frivillige organisasjoner kan søke.
    frivillig_org                               yes
    kommune                                     no
Frivillige organisasjoner som er godkjent som søkerorganisasjon, kan søke.
    frivillig_org                               unknown
Pasientorganisasjoner kan søke.
    frivillig_org                               unknown
Klynger kan søke.
    klynge                                      yes
    kommune                                     unknown
Klynger, kommuner og bedrifter kan søke.
    kommune                                     yes
Privatpersoner kan søke.
    kommune+bedrift_smb                         no
Statlige virksomheter kan søke.
    statlig                                     yes
    helseforetak                                unknown
    kommune                                     no
Offentlige virksomheter kan søke.
    helseforetak                                yes
    uh_institusjon                              unknown
    bedrift_smb                                 no
Kommuner, fylkeskommuner m.fl. kan søke.
    helseforetak                                unknown
Kommuner og andre kan søke.
    frivillig_org                               unknown
Særlig kommuner kan søke.
    bedrift_smb                                 unknown
Museer og kommuner kan søke.
    kommune                                     yes
    frivillig_org                               unknown
Museer kan søke.
    kommune                                     unknown
Kommuner, helseforetak og bedrifter kan stå som prosjektansvarlig når forprosjektet deres er innvilget.
    kommune                                     unknown
    uh_institusjon                              no
    frivillig_org                               no
Søkeren må være en kommune, et helseforetak eller en bedrift.
    helseforetak                                yes
    fylkeskommune                               no
Utlysningen er åpen for kommuner.
    kommune                                     yes
Søkere må være offentlige virksomheter.
    kommune                                     yes
    bedrift_smb                                 no
Kommuner er målgruppen for ordningen
    kommune                                     unknown
    bedrift_smb                                 unknown
Ordningen er rettet mot kommunesektoren. Kommuner kan søke.
    kommune                                     yes
    bedrift_smb                                 no
Private bedrifter kan søke.
    bedrift_smb                                 yes
Det er kun kommuner som kan søke.
    kommune                                     yes
    bedrift_smb                                 no
Søkere: kommuner og fylkeskommuner. Frivillige organisasjoner kan ikke søke.
    fylkeskommune                               yes
    frivillig_org                               no
Hovedsøker må være en kommune. Bedrifter kan være medsøkere.
    kommune                                     yes
    bedrift_smb                                 unknown
FoU-miljøer kan søke.
    helseforetak                                unknown
    kommune                                     no
Kommunale foretak kan søke.
    kommune                                     unknown
    bedrift_smb                                 unknown
Kommuner kan søke om inntil 2 millioner kroner.
    kommune                                     yes
Kommuner kan søke om tilskudd til kompetansetiltak.
    kommune                                     yes
Kommuner kan søke om tilskudd til prosjekter i kommuner med under 5000 innbyggere.
    kommune                                     unknown
Kommuner oppfordres til å søke.
    kommune                                     unknown
    bedrift_smb                                 unknown
Bedrifter, kommuner og organisasjoner i Innlandet kan søke.
    kommune                                     unknown
    helseforetak                                unknown
Helseforetak eller kommune skal eige prosjektet
    kommune                                     yes
    uh_institusjon                              no
Ambulansetenester, legevakter og forskingsmiljø kan søkje.
    uh_institusjon                              yes
    kommune                                     unknown
Støtten gis til små og mellomstore bedrifter.
    bedrift_smb                                 yes
    bedrift_stor                                no
Kommuner kan søke. Det er en forutsetning at kommunen har inngått avtale med helseforetaket.
    kommune                                     unknown
Universitetet i Oslo kan søke.
    uh_institusjon                              unknown
Bedrifter med færre enn 50 ansatte kan søke.
    bedrift_smb                                 unknown
Kommuner som har deltatt i tidligere runder, kan ikke søke. Kommuner kan søke.
    kommune                                     unknown
Not open to municipalities. Companies may apply.
    kommune                                     no
    bedrift_smb                                 yes
Alle kan søke.
    kommune                                     unknown
Se utlysningsteksten.
    kommune                                     unknown
(nothing)
    kommune                                     unknown
"""

PARTNERS = """
Minst én bedrift må delta.
    kommune+bedrift_smb                         yes
    kommune+bedrift_stor                        yes
    kommune+uh_institusjon                      unknown   en bedrift
Minst ein forskingsorganisasjon skal vere med.
    kommune+uh_institusjon                      yes
En forskningsorganisasjon må delta.
    kommune+helseforetak                        unknown
    kommune+bedrift_smb                         unknown   en forskningsorganisasjon
Prosjektet må ha med minst tre kommuner og én forskningsorganisasjon.
    kommune+kommune+kommune+uh_institusjon      yes
    kommune+uh_institusjon                      unknown   to kommuner
Minst to kommuner med under 10 000 innbyggere skal være med.
    kommune+kommune                             unknown
Minst én offentlig helsetjeneste, én bedrift og én forskningsorganisasjon skal ha forpliktende oppgaver.
    helseforetak+bedrift_smb+uh_institusjon     yes
    helseforetak+kommune+uh_institusjon         unknown   en bedrift
To eller flere virksomheter utenfor forskningssektoren må delta aktivt.
    uh_institusjon+kommune+frivillig_org        yes
    uh_institusjon+kommune                      unknown   en partner utenfor forskningen
Én kommune og én annen aktør utenfor forskningen må være med.
    uh_institusjon+kommune                      unknown   en partner utenfor forskningen
En kommune eller et helseforetak må være partner.
    bedrift_smb+helseforetak                    yes
    bedrift_smb+uh_institusjon                  unknown   en kommune eller et helseforetak
Minst tre partnere må delta.
    kommune+kommune+uh_institusjon+bedrift_smb  yes
    kommune+uh_institusjon                      unknown   to partnere
Konsortiet må ha minst tre partnere fra tre nordiske land.
    klynge+bedrift_smb+bedrift_smb+helseforetak  unknown  partnere i andre land
At least three companies from three different countries must participate.
    bedrift_smb+bedrift_smb+bedrift_smb         unknown   partnere i andre land
Kommuner kan være partnere.
    uh_institusjon                              unknown
Leverandører kan delta i dialogmøter, men de kan ikke være partnere.
    kommune                                     unknown
Apotek, fastlege og en forskningsorganisasjon må delta.
    kommune+uh_institusjon                      unknown
En etat eller et selskap i forsvarssektoren skal delta.
    uh_institusjon                              unknown   minst én partner
Minst én bedrift må delta.
    -                                           unknown   en bedrift
Søknaden må ha med minst én partner fra næringslivet.
    kommune+bedrift_smb                         yes
    bedrift_smb                                 unknown
    kommune                                     unknown       en bedrift
Prosjektet skal gjennomføres i samarbeid med minst to bedrifter.
    uh_institusjon+bedrift_smb+bedrift_smb      yes
    uh_institusjon+bedrift_smb                  unknown       en bedrift
Det kreves minst to samarbeidspartnere.
    kommune+uh_institusjon+bedrift_smb          yes
    kommune+kommune                             unknown       en partner
At least one municipality and one research organisation must participate.
    kommune+uh_institusjon                      yes
    kommune+helseforetak                        unknown
The consortium must include at least one SME.
    bedrift_smb+kommune                         yes
    bedrift_stor+kommune                        unknown       en liten eller mellomstor bedrift
Kommunen må ha med brukerorganisasjoner.
    kommune+frivillig_org                       unknown
Minst 30 prosent av kostnadene skal være hos kommuner.
    kommune+uh_institusjon                      unknown
Det er ikke krav om partnere.
    kommune                                     yes
Minst to universiteter og to sykehus må være med.
    uh_institusjon+helseforetak                 unknown       et universitet eller en høgskole og et helseforetak
Søkeren må samarbeide med en forskningsorganisasjon eller et helseforetak.
    kommune+helseforetak                        yes
    helseforetak                                unknown
Bedriften må ha en pilotkunde.
    bedrift_smb+kommune                         unknown
Yes
    kommune+uh_institusjon                      yes
    kommune                                     unknown       minst én partner
No
    kommune                                     yes
(nothing)
    kommune                                     unknown
"""
