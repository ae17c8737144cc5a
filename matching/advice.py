"""What the writer of a profile may do better, in short sentences. Nothing here keeps a profile from being saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calls.fields import LANGUAGES
from calls.language import language_of
from calls.tongue import note, note_count, say, say_count
from matching.profiles import Cluster, Profile
from matching.text import words

FEWEST_WORDS = 25
"""Words of a description below which there is little to rank by: see matching.profile_values.read_description."""

MOST_WORDS = 300
"""Words above which what the project is about drowns in what else is told."""

TOLD_APART = 12
"""Words from which the language of a text can be told."""

LANGUAGE_NAMES = {"nb": note("bokmål"), "nn": note("nynorsk"), "en": note("engelsk")}


@dataclass(frozen=True)
class Advice:
    """A sentence for the writer, and the field it is about."""

    field: str
    text: str


def advise(cluster: Cluster, profile: Profile, idle: Sequence[str], has_matches: bool) -> tuple[Advice, ...]:
    """What to do better, most important first. idle: the profile's keywords that no call has."""
    found = [*_of_texts(profile), *_of_keywords(profile, idle), *_of_the_rest(cluster, profile)]
    if not has_matches:
        found.append(Advice("", say("Ingen utlysninger ligner ennå. Skriv mer om hva dere skal gjøre.")))
    return tuple(found)


def _of_texts(profile: Profile) -> Iterator[Advice]:
    if not profile.title:
        yield Advice("title", say("Gi prosjektet en tittel som sier hva det er."))
    count = len(words(profile.description))
    if count < FEWEST_WORDS:
        yield Advice("description", say("For kort: skriv to–tre setninger."))
    elif count > MOST_WORDS:
        yield Advice("description", say("For lang: ta med bare det som sier hva prosjektet går ut på."))
    text = f"{profile.title}\n{profile.description}"
    if profile.lang not in LANGUAGES:
        yield Advice("lang", say("Velg hvilket språk teksten er skrevet på."))
    elif len(words(text)) >= TOLD_APART:
        told = language_of(text, profile.lang)
        if (told == "en") != (profile.lang == "en"):
            chosen, seen = say(LANGUAGE_NAMES[profile.lang]), say(LANGUAGE_NAMES[told])
            text = say("Språket er satt til {chosen}, men teksten ser ut som {seen}.", chosen=chosen, seen=seen)
            yield Advice("lang", text)


def _of_keywords(profile: Profile, idle: Sequence[str]) -> Iterator[Advice]:
    if not profile.keywords:
        yield Advice("keywords", say("Legg til noen stikkord, gjerne de ordene en utlysning ville brukt."))
    if idle:
        listed = ", ".join(say("«{word}»", word=word) for word in idle)
        one, many = note_count(
            "Ingen utlysninger har stikkordet {listed}. Prøv et vanligere ord.",
            "Ingen utlysninger har stikkordene {listed}. Prøv vanligere ord.",
        )
        yield Advice("keywords", say_count(one, many, len(idle), listed=listed))
    both = [word for word in profile.avoid if word.casefold() in {one.casefold() for one in profile.keywords}]
    if both:
        listed = ", ".join(say("«{word}»", word=word) for word in both)
        yield Advice(
            "avoid", say("{listed} står både som stikkord og som ord å unngå. Velg ett av dem.", listed=listed)
        )


def _of_the_rest(cluster: Cluster, profile: Profile) -> Iterator[Advice]:
    if not profile.partner_types and not profile.members:
        yield Advice("members", say("Velg hvem som er med. Ellers kan vi ikke si hvem som kan søke."))
    if profile.amount_min_nok is None and profile.amount_max_nok is None:
        yield Advice("amount_max_nok", say("Skriv omtrent hvor mye dere trenger. Da ser vi om beløpet passer."))
    if not profile.start and not profile.end:
        yield Advice("start", say("Skriv når prosjektet skal gå. Da ser vi om fristen og perioden passer."))
    if not profile.region and not cluster.region:
        yield Advice("region", say("Skriv hvor prosjektet hører til. Noen utlysninger gjelder bare enkelte fylker."))
