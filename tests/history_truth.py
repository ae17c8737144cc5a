"""A generated history of one funder's list, night by night, with the truth about it.

The truth is what the funder did. What the lists show of it is disturbed as real lists are: calls that are left out for
a night or three, nights of which a part is missing, an index that holds everything three times, values in another
order or spelling. Nothing of the disturbance is an event.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from history_calls import Call, Shape, Shown, day_of, rendered

from calls.history import Look
from calls.meaning import content_hash

NIGHTS = 72
CALLS = 170

Told = tuple[int, str, str]
"""Night, call and kind: one event."""


@dataclass(frozen=True)
class History:
    """The nights, and what truly happened in them."""

    nights: list[Shown]
    truth: set[Told]
    reissues: dict[str, str]


def generate(seed: int) -> History:
    """A history of NIGHTS nights and about CALLS calls; the same for the same seed."""
    return _Maker(random.Random(seed)).history()


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.calls: list[Call] = []
        self.truth: set[Told] = set()
        self.reissues: dict[str, str] = {}
        self.tripled = {self.chance.randrange(30, 50)}
        self.tripled |= {min(self.tripled) + 1}
        self.partial = set(self.chance.sample(sorted(set(range(1, NIGHTS)) - self.tripled), 7))
        self.taken: set[str] = set()  # calls to which something lasting has been done
        self.known: dict[str, str] = {}  # the status of each call that was ever shown, as far as the lists tell
        self.gone: set[str] = set()  # calls that are told to be gone, once the nights come to it
        self.style: dict[str, int] = {}  # how each call is spelled and ordered at present

    def history(self) -> History:
        for number in range(CALLS):
            self._add(0 if number < CALLS * 2 // 3 else self.chance.randrange(1, NIGHTS - 8))
        for call in self.calls:
            self._flap(call)
        nights = []
        for number in range(NIGHTS):
            if number:
                self._happen(number)
            nights.append(self._show(number))
        return History(nights, self.truth, self.reissues)

    def _add(self, appears: int) -> Call:
        number = len(self.calls)
        shape: Shape = self.chance.choice(("fixed", "fixed", "fixed", "staged", "cut_off", "rolling"))
        first = day_of(appears) + timedelta(days=self.chance.randrange(12, 200))
        more = {"fixed": 0, "staged": 1, "cut_off": 3, "rolling": 0}[shape]
        days = [] if shape == "rolling" else [first + timedelta(days=60 * place) for place in range(more + 1)]
        call = Call(
            key=f"kall-{number:03}",
            title=f"Utlysning om {self.chance.choice(('helse', 'miljø', 'energi'))} {number}",
            shape=shape,
            opens=day_of(appears) + timedelta(days=self.chance.choice((-40, -10, 3, 9))),
            days=days,
            scheme=f"Ordning {number % 9}",
            amount=self.chance.randrange(1, 50) * 1_000_000,
            appears=appears,
        )
        self.calls.append(call)
        return call

    def _flap(self, call: Call) -> None:
        """A third of the calls are left out now and then, one to three nights running, and stand there between."""
        if self.chance.random() > 1 / 3:
            return
        night = call.appears + self.chance.randrange(2, 20)
        while night < NIGHTS - 5:
            length = self.chance.choice((1, 1, 1, 2, 2, 3))
            call.missing |= set(range(night, night + length))
            night += length + self.chance.randrange(2, 25)

    def _pick(self, number: int) -> Call | None:
        """A call that stands in the list, and will tomorrow, and to which nothing has happened yet."""
        near = set(range(number - 3, number + 3))
        able = [
            call
            for call in self.calls
            if call.key in self.known.keys() - self.taken
            and call.appears < number
            and call.is_listed(number, day_of(number))
            and not call.missing & near
            and (not call.days or call.days[0] > day_of(number) + timedelta(days=8))
        ]
        if not able:
            return None
        call = self.chance.choice(able)
        self.taken.add(call.key)
        return call

    def _happen(self, number: int) -> None:
        """What the funder does today. What an incomplete or doubtful list cannot show happens on another day."""
        if number in self.tripled | self.partial or number > NIGHTS - 8:
            return
        deeds = (
            self._move,
            self._move,
            self._edit,
            self._cancel,
            self._remove,
            self._hide,
            self._reissue,
            self._cut_off,
        )
        for deed in deeds:
            if self.chance.random() < 0.35:
                call = self._pick(number)
                if call is not None:
                    deed(call, number)

    def _move(self, call: Call, number: int) -> None:
        if not call.days:
            return
        place = self.chance.randrange(len(call.days))
        by = self.chance.choice((-6, -3, 1, 3, 7, 14, 28))
        call.days[place] += timedelta(days=by)
        self.truth.add((number, call.key, "deadline_later" if by > 0 else "deadline_earlier"))

    def _edit(self, call: Call, number: int) -> None:
        call.amount += 1_000_000
        self.truth.add((number, call.key, "changed"))

    def _cancel(self, call: Call, number: int) -> None:
        call.is_cancelled = True
        self.truth.add((number, call.key, "cancelled"))
        if self.chance.random() < 0.5 and number < NIGHTS - 20:
            call.removed = number + 3
            self._again(call, number + 10)

    def _remove(self, call: Call, number: int) -> None:
        """Gone with the fourth whole list without it; not told if its last deadline passes before that."""
        call.removed = number
        fourth = [night for night in range(number, NIGHTS) if night not in self.partial][3]
        if not call.days or call.days[-1] >= day_of(fourth):
            self.truth |= {(fourth, call.key, "gone"), (fourth, call.key, "gone_confirmed")}
            self.gone.add(call.key)

    def _hide(self, call: Call, number: int) -> None:
        """Taken away for a week or two: long enough to be gone, and then back."""
        self._remove(call, number)
        call.returns = number + self.chance.randrange(8, 15)

    def _reissue(self, call: Call, number: int) -> None:
        call.removed = number
        self._again(call, number)

    def _again(self, call: Call, number: int) -> None:
        while number in self.tripled | self.partial:
            number += 1
        days = [max(day, day_of(number)) + timedelta(days=20) for day in call.days]
        twin = replace(
            call, key=f"{call.key}-ny", appears=number, removed=None, is_cancelled=False, missing=set(), days=days
        )
        self.calls.append(twin)
        self.taken.add(twin.key)
        self.reissues[twin.key] = call.key

    def _cut_off(self, call: Call, number: int) -> None:
        if call.shape != "cut_off":
            return
        call.days.append(call.days[-1] + timedelta(days=60))
        self.truth.add((number, call.key, "changed"))

    def _show(self, number: int) -> Shown:
        """The lists of the night, and the events that follow from what is there."""
        night = day_of(number)
        there = [call for call in self.calls if call.is_listed(number, night) and number not in call.missing]
        if number in self.partial:
            there = self.chance.sample(there, len(there) * 96 // 100)
        records = [self._record(call, number) for call in there]
        if number in self.tripled:
            copies = [{**one, "source_id": f"{one['source_id']}-kopi-{copy}"} for one in records for copy in (1, 2)]
            records += [{**one, "content_hash": content_hash(one)} for one in copies]
            there = [call for call in there if call.key in self.known]
        self._follow(number, there)
        self.chance.shuffle(records)
        gone = [call for call in self.calls if call.is_away(number)]
        looks: dict[str, Look] = {call.key: "not_there" for call in gone}
        return Shown(number, records, number not in self.partial, looks, number in self.tripled)

    def _follow(self, number: int, there: Sequence[Call]) -> None:
        """What the lists show for the first time, and what the calendar brings: told when it can be known."""
        night = day_of(number)
        for call in there:
            status = call.status(night)
            if call.key not in self.known:
                if number:  # what was there on the first night may have stood there long
                    self.truth.add((number, call.key, "reissued" if call.key in self.reissues else "first_seen"))
            elif self.known[call.key] != status and not call.is_cancelled:
                self.truth.add((number, call.key, {"open": "opened", "closed": "closed"}[status]))
            if call.key in self.gone and call.returns is not None and number >= call.returns:
                self.truth.add((number, call.key, "reappeared"))
                self.gone.remove(call.key)
            self.known[call.key] = status
        shown = {call.key for call in there}
        for call in self.calls:
            is_awaited = call.key not in shown and self.known.get(call.key) in ("open", "forecasted")
            if is_awaited and call.days and call.days[-1] < night:
                self.truth.add((number, call.key, "closed"))
                self.known[call.key] = "closed"

    def _record(self, call: Call, number: int) -> dict[str, Any]:
        """The call's record, in the style of the moment: every twentieth night or so it is another."""
        if call.key not in self.style or self.chance.random() < 0.05:
            self.style[call.key] = self.chance.randrange(1_000_000)
        return rendered(call, number, self.style[call.key])
