"""Reading who may apply out of the funder's words, sentence by sentence. The words themselves: `calls.applicant_words`.

A line without a verb is a list of those who may apply. In a sentence only the subject of a verb of applying counts, or
what stands after `Søkeren må være …` and `Utlysningen er åpen for …`: a partner, a supplier or a host of a workshop is
no applicant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from calls.applicant_words import (
    ADJECTIVES,
    ALSO_NOT,
    APPLICANT_NOUN,
    APPLICANTS,
    EXCEPT,
    FINITE,
    INFINITIVE,
    LIKEWISE,
    MODAL,
    NARROWING,
    NOBODY,
    NOT_APPLICANTS,
    QUALIFIER,
    RECEIVE,
    SUBORDINATE,
    VERB,
    WHO_NAMED,
    WITH,
    YOU_ARE,
)
from calls.fields import APPLICANT_TYPES
from calls.words import clean, plain

Role = Literal["may", "not", "other"]
"""What a clause says of those it names: they may apply, they may not, or something else."""


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE)


_APPLICANT = tuple((_words(words), codes) for words, codes in APPLICANTS)
_NOT_APPLICANT = _words(NOT_APPLICANTS)
_VERB = _words(VERB)
_MAY_DO = _words(rf"{MODAL}(?!\w)(?P<between>(?:(?!\b{MODAL}\b)[^;:]){{0,120}}?)(?<!\w){INFINITIVE}")
_MAY_GET = _words(rf"{MODAL}(?!\w)(?P<between>(?:(?!\b{MODAL}\b)[^;:]){{0,60}}?)(?<!\w){RECEIVE}")
_DOES = _words(rf"{FINITE}|(?:får|mottar|mottek|receive)\s+støtte")
_WHO_NAMED = tuple(re.compile(words, re.IGNORECASE) for words in WHO_NAMED)
_YOU_ARE, _ALSO_NOT, _LIKEWISE = (re.compile(words, re.IGNORECASE) for words in (YOU_ARE, ALSO_NOT, LIKEWISE))

_SENTENCE = re.compile(
    r"(?<=[.!?;])(?<!f\.eks\.)(?<!e\.g\.)(?<!i\.e\.)(?<!bl\.a\.)(?<!dvs\.)(?<!\bca\.)(?<!inkl\.)\s+"
    r"|(?<=[a-zæøå][.!?])(?=[A-ZÆØÅ][a-zæøå])"
)
_JOINT = re.compile(
    r"(?P<new>,?\s+(?:men|but|mens|medan|while|whereas|though|although|however|selv\s+om|sjølv\s+om)\s+"
    rf"|,?\s+(?={SUBORDINATE}))|(?P<hard>,\s+(?:og|and|samt)\s+)|\s+(?:og|and|samt)\s+|,\s+",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(SUBORDINATE, re.IGNORECASE)
_RELATIVE = re.compile(
    rf"(?<=[\w)])(?P<stop>,?)\s+(?:som|that|which|who|der|hvor|where)\b(?!\s+(?:{APPLICANT_NOUN}|partner\w*|partnar\w*))"
    rf"(?:\s+{MODAL}\b)?(?:(?!\b{MODAL}\b)[^,;:])*,?",
    re.IGNORECASE,
)
_CLEFT = re.compile(
    rf"^(?:det\s+er|it\s+is)\s+(?P<who>[^,;:]*?)\s+(?:som|that|who)\s+(?={MODAL}\b|er\b|is\b|are\b)", re.IGNORECASE
)
_TO_END = r"(?P<what>(?:(?!,\s+(?:og|samt)\s|\)).)*)"
_EXCEPT = re.compile(rf"(?:{EXCEPT}){_TO_END}", re.IGNORECASE)
_WITH = re.compile(rf"^\s*{WITH}.*,|\s*[,(]?\s*\b{WITH}{_TO_END}", re.IGNORECASE)
_NEGATION = _words(
    r"(?:ikke|ikkje|ingen|inga|not|cannot|can't|no(?!\s+(?:more|fewer|less)\b)|ineligible|ekskludert|utelukket|excluded"
    r"|verken|korkje|neither|nor|heller)(?!\s+(?:bare|kun|berre|only)\b)"
)
_PARTNER = _words(
    r"delta\w*|samarbeid\w*|\w*part(?:ner|nar)(?:e|en|ar|ane|ene|s|skap\w*|ship\w*)?|participa\w*|collaborat\w*"
    r"|medsøk\w*|co-applicant\w*"
)
_APPLYING = _words(rf"søk\w*|apply|applications?|eligible|{APPLICANT_NOUN}|rettet\s+mot|retta\s+mot|aimed\s+at")
_HINT = _words(r"søke|søkje|apply|eligible")
_PARTS = re.compile(
    r"[,;/•·|+&\n()]|\s-\s|\s+(?:og|and|eller|or|og/eller|and/or|samt|as\s+well\s+as|så\s+vel\s+som)\s+", re.IGNORECASE
)
_LONGEST = 2000  # characters of a sentence that is read as one
_LABEL = re.compile(r"(?P<label>[^:.]{1,140}):(?:\s+|$)")
_MARK = "\N{SYMBOL FOR UNIT SEPARATOR}"
_AFTER = re.compile(rf"(?<={_MARK})\s*(?={QUALIFIER})", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_FOR = re.compile(r"^(?:for|til|to)\s+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")  # in a part without a known word: a condition (`minst 25 prosjekt`), not somebody
_ADJECTIVE = rf"(?!(?:{NARROWING})\b)(?!{QUALIFIER})[\w-]+"
_BEFORE = re.compile(rf"^\s*{_ADJECTIVE}(?:\s+{_ADJECTIVE})?\s+(?={_MARK})", re.IGNORECASE)
_BESIDE = _words(ADJECTIVES)
_NOBODY = re.compile(rf"(?:{NOBODY})?\W*(?:{QUALIFIER}.*)?", re.IGNORECASE)


@dataclass
class _Heard:
    """What a text has said so far."""

    may: set[str] = field(default_factory=set)
    not_: set[str] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)
    last: Role = "other"  # of the newest clause, for those that speak of the same again


def read_applicants(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of who may apply, in the order of APPLICANT_TYPES, and the phrases that no table knows.

    Every part of a list, and of the subject of a verb of applying, is known or handed back; so is the whole text when
    nobody in it is known to be able to apply. What stands under a negation or an exception, and whom one works with,
    gives nothing.
    """
    heard = _Heard()
    role: Role = "may"
    for line in text.replace("•", "\n").replace(_MARK, " ").splitlines():
        for sentence in _SENTENCE.split(_NOT_APPLICANT.sub(" ", plain(line)).strip()):
            if sentence:
                role = _read_sentence(sentence, role, heard)
    codes = heard.may - heard.not_
    if not codes and clean(text) and (heard.may or not heard.unknown):
        heard.unknown = [clean(text)]
    return tuple(code for code in APPLICANT_TYPES if code in codes), tuple(dict.fromkeys(heard.unknown))


def _read_sentence(sentence: str, role: Role, heard: _Heard) -> Role:
    """Adds what `sentence` says to `heard`; returns the role of lists that follow. `role` is that of a list here."""
    if sentence.endswith("?"):
        return _heading(sentence, role)
    label = _LABEL.match(sentence)
    if label is None:
        _read_plain(sentence, role, heard)
        return role
    rest = sentence[label.end() :]
    heading = _heading(label["label"], role)
    if _has_verb(label["label"]):
        heading = _read_clauses(label["label"], heard) or heading
    if not rest:
        return heading
    _read_plain(rest, heading, heard)
    return role


def _heading(words: str, role: Role) -> Role:
    if _APPLYING.search(words):
        return "not" if _NEGATION.search(words) else "may"
    return "other" if _PARTNER.search(words) else role


def _read_plain(sentence: str, role: Role, heard: _Heard) -> None:
    if len(sentence) > _LONGEST and _VERB.search(sentence):
        heard.unknown.append(sentence)
    elif _has_verb(sentence):
        _read_clauses(sentence, heard)
    elif role == "not":
        heard.not_ |= _bare_codes(sentence)
    elif role == "may":
        if negation := _NEGATION.match(sentence):
            heard.not_ |= _bare_codes(sentence[negation.end() :])
        else:
            _read_list(sentence, heard)


def _has_verb(words: str) -> bool:
    return _VERB.search(_RELATIVE.sub(r"\g<stop> ", words)) is not None


def _clauses(sentence: str) -> list[str]:
    """`sentence` cut where a clause with a verb of its own begins."""
    joints = list(_JOINT.finditer(sentence))
    found: list[str] = []
    start = 0
    for number, joint in enumerate(joints):
        if not _has_verb(sentence[start : joint.start()]):
            continue
        later = (other for other in joints[number + 1 :] if other["new"] or other["hard"] or not joint["hard"])
        stop = next((other.start() for other in later), None)
        if joint["new"] or _has_verb(sentence[joint.end() : stop]):
            found.append(sentence[start : joint.start()])
            start = joint.end()
    return [*found, sentence[start:]]


def _read_clauses(sentence: str, heard: _Heard) -> Role | None:
    """Adds what the clauses say; returns the role of the last one that had a verb."""
    last: Role | None = None
    for clause in _clauses(sentence):
        words = _RELATIVE.sub(r"\g<stop> ", _CLEFT.sub(r"\g<who> ", clause.strip()))
        negation = _NEGATION.match(words)
        if _VERB.search(words):
            last = heard.last = _read_clause(words.strip(" .,"), heard)
        elif negation and last == "may":
            heard.not_ |= _bare_codes(words[negation.end() :])
    return last


def _read_clause(clause: str, heard: _Heard) -> Role:
    if heard.last == "may" and (found := _YOU_ARE.fullmatch(clause)):
        return _take(found["who"], "may", heard)
    if _SUBORDINATE.match(clause):
        return "other"
    if heard.last != "other":
        if found := _LIKEWISE.fullmatch(clause):
            return _take(found["who"] or found["too"], heard.last, heard)
        if found := _ALSO_NOT.fullmatch(clause):
            return _take(found["who"], "not" if _NEGATION.search(clause) else "may", heard)
    for pattern in _WHO_NAMED:
        if found := pattern.fullmatch(clause):
            return _take(found["who"], "not" if _NEGATION.search(clause[: found.start("who")]) else "may", heard)
    verb = _MAY_DO.search(clause) or _DOES.search(clause)
    if verb is None and not _PARTNER.search(clause):
        verb = _MAY_GET.search(clause)
    if verb is not None:
        return _read_subject(clause, verb, heard)
    if _HINT.search(clause) and _mark(clause)[1] and not _NEGATION.search(clause):
        heard.unknown.append(clause)
    return "other"


def _read_subject(clause: str, verb: re.Match[str], heard: _Heard) -> Role:
    """Adds the subject of a verb of applying: before it, or between `kan` and `søke`."""
    between = _WITH.sub(" ", verb.groupdict().get("between") or "").strip(" .,")
    is_inverted = _mark(between)[1] or (between and _NOBODY.fullmatch(between))
    who = between if is_inverted else clause[: verb.start()]
    tail = clause[verb.end() :]
    if not _NEGATION.search(f"{_EXCEPT.sub(' ', who)} {verb.group()}"):
        heard.not_ |= _excepted(tail)
        return _take(who, "may", heard)
    return _take("" if tail.strip(" .") else _NEGATION.sub(" ", who), "not", heard)


def _take(who: str, role: Role, heard: _Heard) -> Role:
    if role == "may":
        _read_list(who, heard)
    else:
        heard.not_ |= _bare_codes(who)
    return role


def _mark(line: str) -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
    """`line` with a mark in the place of each known phrase, and the phrases with their codes in order."""
    hits = [(*match.span(), codes) for pattern, codes in _APPLICANT for match in pattern.finditer(line)]
    marked, phrases, end = "", [], 0
    for start, stop, codes in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if start >= end:
            marked += line[end:start] + _MARK
            phrases.append((line[start:stop], codes))
            end = stop
    return marked + line[end:], phrases


def _bare_codes(words: str) -> set[str]:
    """Codes of the parts that are a known phrase and nothing more: `store selskaper`, not `bedrifter i krise`."""
    parts = (_mark(part.strip(" .:")) for part in _PARTS.split(words))
    return {code for marked, phrases in parts if marked == _MARK for _, codes in phrases for code in codes}


def _excepted(words: str) -> set[str]:
    """Codes that an exception in `words` takes away."""
    found = _EXCEPT.search(words)
    return _bare_codes(found["what"]) if found else set()


def _read_list(words: str, heard: _Heard) -> None:
    """Adds the parts of a list, each known or handed back; a list that goes on as a sentence is handed back whole."""
    heard.not_ |= _excepted(words)
    kept = _FOR.sub("", _WITH.sub(" ", _EXCEPT.sub(" ", words)).strip(" .:,"))
    if _has_verb(kept) or (_PARTNER.search(kept) and not _APPLYING.search(kept)):
        heard.unknown += [kept] if _mark(kept)[1] else []
        return
    marked, phrases = _mark(_BRACKET.sub(lambda inner: f", {inner[1]}" if _mark(inner[1])[1] else "", kept))
    queue = iter(phrases)
    known: set[str] = set()
    unknown: list[str] = []
    is_governed = False  # `bedrifter i kommuner og fylkeskommuner`: which word the last one belongs to is open
    for part in _PARTS.split(marked):
        here = [next(queue) for _ in range(part.count(_MARK))]
        head, *after = _AFTER.split(part, maxsplit=1)
        rest = _BESIDE.sub(" ", _BEFORE.sub(" ", _BESIDE.sub(" ", head)))
        for phrase, _ in here:
            part = part.replace(_MARK, phrase, 1)
        if here and re.search(r"\w", rest.rpartition(_MARK)[2]):
            heard.unknown.append(kept)
            return
        if (is_governed and here) or re.search(r"\w", rest):
            if here or not (_NOBODY.fullmatch(rest.strip()) or _DIGIT.search(part)):
                unknown.append(part.strip(" .:"))
        else:
            known.update(code for _, codes in here[: head.count(_MARK)] for code in codes)
        is_governed = is_governed or _MARK in "".join(after)
    heard.may |= known
    heard.unknown += unknown
