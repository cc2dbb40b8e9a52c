"""Rows of logs into customers, each with their contacts in the order that counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pandas as pd

from personagen.study import Study

ALL, UNASSIGNED = "all", "unassigned"
MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
MILLION = 1_000_000
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True)
class Contact:
    """One contact: ``at`` in microseconds, ``phase`` from 0, ``asked`` the place of the instrument, feelings in millionths."""

    at: int
    phase: int
    touchpoint: str
    channel: str
    valence: int | None
    asked: int | None
    gap: int | None
    word: str | None

    @property
    def place(self) -> tuple[int, int, str, str]:
        """The order of contacts; those that are equal in it differ in what was felt alone."""
        return self.at, self.phase, self.touchpoint, self.channel


@dataclass(frozen=True)
class Customer:
    """A customer with the contacts at mapped touchpoints in order, and the number of all."""

    persona: str
    contacts: tuple[Contact, ...]
    n_all: int

    @property
    def phases(self) -> set[int]:
        """The phases met."""
        return {contact.phase for contact in self.contacts}

    def first(self, phase: int) -> int:
        """Return the moment of the first contact in a phase that was met."""
        return min(contact.at for contact in self.contacts if contact.phase == phase)


Visit = tuple[Customer, list[Contact]]


@dataclass(frozen=True)
class Log:
    """What counts: the customers without bots, the bots, the end of observation, and the study's words on journeys."""

    study: Study
    phases: tuple[str, ...]
    places: Mapping[str, str]
    truths: tuple[str, ...]
    customers: tuple[Customer, ...]
    bots: tuple[Customer, ...]
    respondents: Mapping[str, str]
    end: int

    @property
    def members(self) -> list[str]:
        """The personas."""
        return sorted({*self.respondents.values()})

    def of(self, persona: str) -> list[Customer]:
        """Return the customers of a persona, or all linked ones."""
        return _only(self.customers, persona)

    def bots_of(self, persona: str) -> list[Customer]:
        """Return its bots."""
        return _only(self.bots, persona)

    def groups(self) -> Iterator[tuple[str, list[Customer]]]:
        """Yield the personas, all linked customers, and the unassigned."""
        for persona in (*self.members, ALL, UNASSIGNED):
            yield persona, self.of(persona)

    def spots(self) -> Iterator[tuple[str, str]]:
        """Yield phase and touchpoint of the whole journey, of the phases and of the touchpoints, ``all`` where they aren't told apart."""
        yield ALL, ALL
        yield from ((phase, ALL) for phase in self.phases)
        yield from ((phase, touchpoint) for touchpoint, phase in self.places.items())

    def met(self, customers: Sequence[Customer], phase: str, touchpoint: str) -> list[Visit]:
        """Return the customers with a contact there, each with those contacts."""
        visits = [
            (customer, [c for c in customer.contacts if phase in (ALL, self.phases[c.phase]) and touchpoint in (ALL, c.touchpoint)])
            for customer in customers
        ]  # fmt: skip
        return [visit for visit in visits if visit[1]]

    def n_linked(self, persona: str) -> int:
        """Return the respondents linked to a customer who isn't a bot; a name with ``-`` before it is no link."""
        linked = [c for c, p in self.respondents.items() if persona in (p, ALL) and not c.startswith("-")]
        return len(linked) - (len(self.bots_of(persona)) if persona != UNASSIGNED else 0)

    def n_persona(self, persona: str) -> int:
        """Return the base of shares."""
        return len(self.of(persona)) if persona == UNASSIGNED else self.n_linked(persona)


def _only(customers: Sequence[Customer], persona: str) -> list[Customer]:
    return [c for c in customers if persona == c.persona or (persona == ALL and c.persona != UNASSIGNED)]


def read_log(
    rows: pd.DataFrame,
    study: Study,
    respondents: Mapping[str, str],
    places: Mapping[str, str],
    emotions: Mapping[str, float],
    truths: Sequence[str] = (),
) -> Log:
    """Read the rows of all logs: text as in the files, and ``log``, the place of each row's log in the study."""
    phases = tuple(phase.id for phase in study.phases)
    when: dict[int, list[int]] = defaultdict(list)
    found: dict[str, list[tuple[int, str, dict[str, str]]]] = defaultdict(list)
    for row in rows.drop_duplicates().to_dict("records"):
        place = row["log"]
        local = datetime.fromisoformat(row["at"]).replace(tzinfo=ZoneInfo(study.touchpoints[place].timezone))
        at = _micro(local)
        if at < _cutoff(study, place):
            when[place].append(at)
            day = local.astimezone(ZoneInfo(study.touchpoints[0].timezone)).date().isoformat()
            found[row["customer"]].append((at, day, row))
    people: dict[bool, list[Customer]] = {True: [], False: []}
    for name, contacts in found.items():
        busiest = max(Counter(day for _, day, _ in contacts).values())
        mapped = [
            _contact(at, row, study, phases.index(places[row["event"]]), emotions)
            for at, _, row in contacts
            if row["event"] in places
        ]
        persona = respondents.get(name, UNASSIGNED)
        customer = Customer(persona, tuple(sorted(mapped, key=lambda c: c.place)), len(contacts))
        people[busiest > study.journeys.bots.contacts_per_day].append(customer)
    ends = [_cutoff(study, place) if study.touchpoints[place].cutoff else max(when[place]) for place in when]
    customers, bots = tuple(people[False]), tuple(people[True])
    return Log(study, phases, places, tuple(truths), customers, bots, respondents, max(ends))


def _micro(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _cutoff(study: Study, place: int) -> int:
    """Return the end of the last day that counts."""
    log = study.touchpoints[place]
    if log.cutoff is None:
        return 2**62
    day = datetime.fromisoformat(log.cutoff) + timedelta(days=1)
    return _micro(day.replace(tzinfo=ZoneInfo(log.timezone)))


def _contact(
    at: int, row: Mapping[str, str], study: Study, phase: int, emotions: Mapping[str, float]
) -> Contact:
    log = study.touchpoints[int(row["log"])]
    assert log.satisfaction is not None
    assert log.expectation is not None
    rating = _valence(row["csat"], log.satisfaction.scale)
    hope = _valence(row["expected"], log.expectation.scale)
    word = row["feeling"] or None
    felt = rating
    if felt is None and word is not None:
        felt = round(Fraction(str(emotions[word])) * MILLION)
    asked = [(i.kind, i.scale) for i in study.instruments].index(
        (log.satisfaction.kind, log.satisfaction.scale)
    )
    return Contact(
        at, phase, row["event"], row["channel"], felt,
        None if rating is None else asked,
        None if felt is None or hope is None else felt - hope,
        word,
    )  # fmt: skip


def _valence(answer: str, scale: tuple[float, float]) -> int | None:
    """Return an answer on -1..1 in millionths; the scale says the worst end first."""
    if not answer:
        return None
    worst, best = map(Fraction, scale)
    return round((2 * (Fraction(answer) - worst) / (best - worst) - 1) * MILLION)
