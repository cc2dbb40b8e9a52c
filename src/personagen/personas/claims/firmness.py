"""Claims on the persona as a whole: its sentence, size, stability, doubt, how many fit it, and the period."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from personagen.language.labels import plain
from personagen.language.numbers import count, known, number, percent, percent_range
from personagen.language.odds import in_doubt
from personagen.personas.claims.claim import Claim, Facts, row_key

BOTH = 2
DRAWN = ("pattern", "stable", "highly_stable")  # what comes back needn't be there without us


def claim_firmness(facts: Facts) -> Iterator[Claim]:
    """Yield what is said of the persona as a whole."""
    for _, row in facts.mine("personas").iterrows():
        yield from _summary(row)
        yield from _size(facts, row)
        yield from _customers(facts, row)
        yield from _effective(facts, row)
        yield from _grade(facts, row)
        yield from _period(facts, row)
    yield from _doubt(facts)
    yield from _fit(facts)


def _of_persona(row: pd.Series, claim: str, section: str, text: str, column: str, **more: object) -> Claim:
    key = row_key(row, "persona")
    return Claim(f"{section}:{claim}", section, text, table="personas", row=key, column=column, **more)  # type: ignore[arg-type]


def _summary(row: pd.Series) -> Iterator[Claim]:
    if plain(row["summary"]):
        yield _of_persona(row, "sentence", "summary", plain(row["summary"]), "summary", n=row["n"])


def _size(facts: Facts, row: pd.Series) -> Iterator[Claim]:
    """Yield the share of the respondents."""
    words = facts.words
    if not known(row["share"], row["n"]):
        return
    people = "customers" if facts.study.describes_customers else "respondents"
    reach = percent_range(words, row["share_low"], row["share_high"])
    text = facts.say(
        f"size.{people}", share=percent(words, row["share"]), range=reach, n=count(words, row["n"])
    )
    ends = {"low": row["share_low"], "high": row["share_high"]}
    yield _of_persona(row, "share", "size", text, "share", value=row["share"], n=row["n"], **ends)


def _effective(facts: Facts, row: pd.Series) -> Iterator[Claim]:
    """Yield what the weights of the survey leave of the respondents, where there are weights."""
    numbers = facts.tables["personas"]["n"]
    if numbers.isna().any() or round(number(row["effective_n"])) == int(numbers.sum()):
        return
    effective = facts.say("size.effective", n=count(facts.words, row["effective_n"]))
    sure = _as_sure_as(row["effective_n"], facts)
    yield _of_persona(
        row, "effective_n", "size", effective, "effective_n", value=row["effective_n"], confidence=sure
    )


def _customers(facts: Facts, row: pd.Series) -> Iterator[Claim]:
    """Yield the share of all customers, with the linked respondents it was learned from."""
    share, low, high = (row[f"customer_share{end}"] for end in ("", "_low", "_high"))
    learned = facts.mine("extension")
    if not known(share, low, high) or learned.empty:
        return
    reach = percent_range(facts.words, low, high)
    if percent(facts.words, low) == percent(facts.words, high):
        reach = f"{facts.words.number(100 * low, 1)}–{facts.words.percent(high, 1)}"
    text = facts.say("size.all", share=percent(facts.words, share), range=reach)
    found = learned.iloc[0]
    yield Claim(
        "size:customer_share",
        "size",
        text,
        table="extension",
        row=row_key(found, "persona"),
        column="customer_share",
        n=found["n_linked"],
        value=found["customer_share"],
        low=found["customer_share_low"],
        high=found["customer_share_high"],
    )


def _grade(facts: Facts, row: pd.Series) -> Iterator[Claim]:
    grade = plain(row["grade"])
    verdict = facts.tables.get("verdict")
    if grade in DRAWN and verdict is not None and verdict["verdict"].eq("constructed").any():
        grade = "drawn"
    if facts.words.has(f"claims.grade.{grade}"):
        text = facts.say(f"grade.{grade}")
        yield _of_persona(row, "grade", "stability", text, "jaccard", value=row["jaccard"], n=row["n"])


def _doubt(facts: Facts) -> Iterator[Claim]:
    for _, row in facts.mine("stability").iterrows():
        share = row["in_doubt_share"]
        if known(share):
            text = in_doubt(facts.words, number(share))
            key = row_key(row, "persona")
            who = facts.mine("personas")["n"]
            yield Claim(
                "doubt:border",
                "doubt",
                text,
                table="stability",
                row=key,
                column="in_doubt_share",
                n=row["n_in_doubt"],
                value=share,
                confidence="" if who.empty else _as_sure_as(who.iloc[0], facts),
            )


def _as_sure_as(people: object, facts: Facts) -> str:
    """Return the confidence of a share of these people: few in doubt are no doubt about the persona."""
    return Claim("", "doubt", "", n=people).judged(facts.study.privacy.minimum_cell).confidence


def _fit(facts: Facts) -> Iterator[Claim]:
    """Yield how many fit the first traits together: as many traits as the table says to tell."""
    rows = facts.mine("prevalence")
    if rows.empty:
        return
    for _, row in rows[rows["is_told"]].iterrows():
        traits = rows[rows["m"] <= row["m"]].sort_values("m")["label"]
        m = int(row["m"])
        text = facts.say(
            "fit.two" if m == BOTH else "fit",
            n=m,
            traits="; ".join(plain(label) for label in traits),
            share=percent(facts.words, row["share_of_persona"]),
            overall=percent(facts.words, row["share_of_all"]),
        )
        yield Claim(
            "fit:together",
            "fit",
            text,
            table="prevalence",
            row=row_key(row, "persona", "m"),
            column="share_of_persona",
            n=row["n"],
            base=row["base_n"],
            value=row["share_of_persona"],
            low=row["low"],
            high=row["high"],
            overall=row["share_of_all"],
        )


def _period(facts: Facts, row: pd.Series) -> Iterator[Claim]:
    """Yield when people answered, and a year later as the day until which to trust it."""
    words, first, last = facts.words, row["data_from"], row["data_to"]
    if pd.isna(first) or pd.isna(last):
        return
    answered = facts.say("period.answers", first=words.date(first), last=words.date(last))
    until = facts.say("period.until", day=words.date(last + pd.DateOffset(years=1)))
    yield _of_persona(row, "answers", "period", answered, "data_from", n=row["n"])
    yield _of_persona(row, "until", "period", until, "data_to", n=row["n"])
