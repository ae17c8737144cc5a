"""What the title of a call is about, in marks that are the same for bokmål, nynorsk and English.

A title becomes a set of concepts: a word of the table below becomes the concept of its line, another one its first
letters, so that words that the languages share (petroleum, biodiversitet/biodiversity) still meet. Meant for comparing
two titles whose dates agree already; it is no dictionary, and `matching` has its own words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from calls.words import composed

# One concept a line: stems of bokmål and nynorsk (found anywhere in a word, as Norwegian joins words), then of English
# (found at the beginning of a word). The first English stem names the concept.
_TABLE = """
project: prosjekt | project
research: forsk | research
innovation: innovasj nyskap | innovat
call: utlysning utlysing | call
grant: støtte stønad tilskudd tilskot finansier forsterkningsmid | grant fund support financ
scheme: ordning | scheme program
collaboration: samarbeid | collaborat cooperat
competence: kompetanse | competence skill knowledge
renewal: fornyelse fornying | renewal
career: karriere | career
young: unge ungdom | young youth
mobility: mobilitet | mobilit
thematic: tematisk tema | thematic theme
outline: skisse | outline
mandatory: obligatorisk | mandatory compulsory
preliminary: forprosjekt | preliminary pre preproject
main: hovedutlysning hovedprosjekt | main
large: stort store storskala | large major grand
interdisciplinary: tverrfaglig tverrfagleg | interdisciplin multidisciplin crossdisciplin
centre: senter sentre sentra | centre center
infrastructure: infrastruktur | infrastruct
facility: testarena testfasilitet | facilit
network: nettverk | network
school: skole skule | school
doctor: phd doktorgrad stipendiat | phd doctor
commercial: kommersialiser | commerciali
qualify: kvalifiser | qualif
event: arrangement konferanse | event conference
industry: næring industri | industr business trade
company: bedrift selskap foretak | compan enterprise firm
public: offentlig offentleg | public
sector: sektor | sector
municipal: kommun | municipal
county: fylke | county counties
region: region distrikt | region rural
society: samfunn | societ social
challenge: utfordring | challeng
sustainability: bærekraft berekraft | sustainab
health: helse | health
care: omsorg | care
service: tjeneste teneste | service
hospital: sykehus sjukehus | hospital
clinical: klinisk | clinical
treatment: behandling | treatment
patient: pasient | patient
medicine: medisin legemid | medic pharma drug
mental: psykisk | mental
dementia: demens | dementia
brain: hjerne | brain
elderly: eldre aldring aldrende | elder older age aging ageing
child: barn oppvekst | child
woman: kvinne | wom
gender: kjønn | gender
balance: balanse | balance
equality: likestilling | equality
diversity: mangfold mangfald | divers
inclusion: inkluder | inclus
quality: kvalitet | quality
technology: teknologi | technolog
digital: digital | digital
data: data | data
artificial: kunstig | artificial
intelligence: intelligens | intelligen
quantum: kvante | quantum
language: språk | language
simulation: simuler | simulat
security: sikkerhet sikkerheit beredskap | security safety preparedness
defence: forsvar | defence defense
energy: energi | energy
climate: klima | climat
environment: miljø | environment
nature: natur | nature natural
circular: sirkulær | circular
mineral: mineral | mineral
battery: batteri | batter
hydrogen: hydrogen | hydrogen
petroleum: petroleum | petroleum
wind: vind | wind
ocean: hav | ocean sea
marine: marin | marine
maritime: maritim skip | maritim ship
aquaculture: havbruk akvakultur | aquaculture
fish: fisk | fish
food: mat | food
agriculture: jordbruk landbruk | agricultur farm
forest: skog | forest
land: land | land
bio: bio | bio
animal: dyr | animal
polar: polar arktis | polar arctic
space: romfart romvirksomhet romverksemd | space
earth: jordobservasjon | earth
transport: transport | transport mobil
city: byer byutvikling | cit urban
green: grønn | green
transition: omstilling | transition
platform: plattform | platform
value: verdi | value
chain: kjede | chain
education: utdanning | education
pupil: elev | pupil
culture: kultur | cultur
heritage: arv | heritage
work: arbeid | work labour labor
voluntary: frivillig | volunt
prevention: forebygg førebygg | prevent
rehabilitation: rehabiliter | rehabilitat
infection: infeksjon smitte | infect
cancer: kreft | cancer
rare: sjeldne | rare
disease: sykdom sjukdom | disease
procurement: anskaffelse innkjøp | procure
norway: norsk norge noreg | norw
nordic: nordisk | nordic
sami: samisk | sami saami sámi
international: internasjonal | international
european: europeisk | european
pilot: pilot | pilot
test: test | test
new: nye nytt | new
strengthen: styrk | strengthen
meet: møte | meet
"""
_STOP_WORDS = """
a an and as at by for from in into of on or the to with på av den det de dei ei ein eit en et fra frå i inn med mot og
om som til ved å er is are s gjennom under etter innen hos per via før våre vår our your
"""
_STOP = frozenset(_STOP_WORDS.split())
_GENERIC = frozenset(
    ("project", "research", "call", "grant", "scheme", "innovation", "norway", "new", "international", "thematic")
)
"""What so many titles say that it tells no two calls apart."""

_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]\.?)*", re.UNICODE)
_SHORT = 4
"""Norwegian stems shorter than this must begin a word: «mat» is in «klimatiltak»."""
_COGNATE = 5
_LEAST_OF_SHORTER, _LEAST_OF_LONGER = 0.6, 0.4
"""Of what tells calls apart in the title that says less of it, and in the other: the share that both must say."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_FOLD = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e", "ö": "o", "ä": "a", "ü": "u", "c": "k"})


def _read_table() -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    norwegian: list[tuple[str, str]] = []
    english: list[tuple[str, str]] = []
    for line in _TABLE.strip().splitlines():
        concept, _, stems = line.partition(": ")
        ours, _, theirs = stems.partition("|")
        norwegian += [(stem, concept) for stem in ours.split()]
        english += [(stem, concept) for stem in theirs.split()]
    return tuple(norwegian), tuple(english)


_NORWEGIAN, _ENGLISH = _read_table()


@lru_cache(maxsize=16_384)
def concepts(title: str, lang: str) -> frozenset[str]:
    """What a title in `lang` (a code of calls.fields.LANGUAGES) is about; numbers stand for themselves."""
    found: set[str] = set()
    for match in _WORD.finditer(composed(title)[:500].casefold()):
        word = match.group().replace(".", "")
        if word not in _STOP:
            found |= _of_word(word, lang)
    return frozenset(found)


@lru_cache(maxsize=16_384)
def _of_word(word: str, lang: str) -> frozenset[str]:
    if word.isdigit():
        return frozenset([word])
    if lang == "en":
        known = {concept for stem, concept in _ENGLISH if word.startswith(stem)}
    else:
        known = {
            concept for stem, concept in _NORWEGIAN if (word.startswith(stem) if len(stem) < _SHORT else stem in word)
        }
    return frozenset(known or [word.translate(_FOLD)[:_COGNATE]])


@lru_cache(maxsize=16_384)
def telling(found: frozenset[str]) -> frozenset[str]:
    """The concepts that tell calls apart: two titles that share none of them are not about the same."""
    return frozenset(concept for concept in found - _GENERIC if not concept.isdigit())


@lru_cache(maxsize=65_536)
def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Share (0 to 1) of the shorter title's concepts that the other one has too. Years do not count.

    0 where they share fewer than two, where most of what tells calls apart differs, or where both give a number and
    none is the same (utlysning 11, call 12).
    """
    ours, theirs = _numbers(one), _numbers(other)
    if ours and theirs and not ours & theirs:
        return 0.0
    one, other = _words(one), _words(other)
    shared = one & other
    fewest, most = sorted((len(telling(one)), len(telling(other))))
    same = len(telling(shared))
    if len(shared) < 2 or not same or same < _LEAST_OF_SHORTER * fewest or same < _LEAST_OF_LONGER * most:
        return 0.0
    return len(shared) / min(len(one), len(other))


def _numbers(found: frozenset[str]) -> frozenset[str]:
    return frozenset(concept for concept in found if concept.isdigit() and not _YEAR.fullmatch(concept))


def _words(found: frozenset[str]) -> frozenset[str]:
    return frozenset(concept for concept in found if not concept.isdigit())
