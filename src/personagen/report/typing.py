"""The golden questions on the page: how well they do, and the rule as a table that fits one sheet of paper.

Choosing the questions belongs to `segmentation`; drawing the chart to `charts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from personagen.contracts import persona_order
from personagen.language.labels import plain
from personagen.language.numbers import flag, known, number, percent
from personagen.language.words import Words
from personagen.report.grids import Grid, grid
from personagen.report.source import Source

START, ANSWER, LOGARITHM, YES, ALL = "(start)", "(answer)", "ln(1 + answer)", "yes", "all"
_FIGURES = 9
LEAST_GAIN = 0.1


@dataclass(frozen=True)
class TypingSection:
    """What the page says of the golden questions.

    Parameters
    ----------
    lead
        How well they do, in a sentence.
    rule
        A line for every answer, a column for every persona.
    how
        How to read it, step by step.
    reached
        How often so many questions find the right persona.
    confusion
        Which persona they give instead.
    """

    lead: str
    rule: Grid
    how: tuple[str, ...]
    reached: Grid
    confusion: Grid


def typing_section(source: Source) -> TypingSection | None:
    """Return the section on the golden questions; None where the run has none."""
    rule, typing = source.table("typing_rule"), source.table("typing")
    if rule.empty or typing.empty:
        return None
    return TypingSection(
        lead=_lead(typing.sort_values("n_items"), source.words),
        rule=_rule(rule, source),
        how=tuple(_how(rule, source.words)),
        reached=_reached(typing.sort_values("n_items"), source),
        confusion=_confusion(source.table("typing_confusion"), source),
    )


def _lead(typing: pd.DataFrame, words: Words) -> str:
    used = typing[typing["is_enough"].map(flag).astype(bool)].iloc[0]
    last = typing.iloc[-1]
    if number(used["accuracy"]) < number(used["chance"]) + LEAST_GAIN:
        reached = {name: percent(words, used[name]) for name in ("accuracy", "chance")}
        return words.say("typing.lead.useless", **reached)
    return words.say(
        "typing.lead",
        n=int(used["n_items"]),
        all=words.number(number(last["n_items"])),
        accuracy=percent(words, used["accuracy"]),
        complete=percent(words, last["accuracy"]),
        chance=percent(words, used["chance"]),
    )


def _rule(rule: pd.DataFrame, source: Source) -> Grid:
    """Return items x personas; points stand as they are, never rounded again."""
    words, personas = source.words, persona_order(rule["persona"])
    labels = _labels(source)
    points = rule.set_index(["item", "level", "persona"])["points"]
    heads = [words.say(f"typing.rule.{name}") for name in ("question", "answer", "blank")]
    rows = []
    for _, line in rule[rule["persona"] == personas[0]].iterrows():
        own = [number(points[line["item"], line["level"], persona]) for persona in personas]
        cells = [_question(line, labels, words), _answer(line, words), _blank(line, words)]
        rows.append([*cells, *(_exact(words, value, _decimals(own)) for value in own)])
    return grid(words.say("typing.rule.caption"), [*heads, *(source.name(p) for p in personas)], rows)


def _labels(source: Source) -> dict[str, str]:
    profile = source.table("profile")
    return {str(v): plain(label) for v, label in zip(profile["variable"], profile["label"], strict=True)}


def _question(line: pd.Series, labels: dict[str, str], words: Words) -> str:
    if line["item"] == START:
        return words.say("typing.rule.start")
    label = labels.get(str(line["item"])) or plain(line["item"])
    return words.say("typing.rule.reversed", label=label) if flag(line["is_reversed"]) else label


def _answer(line: pd.Series, words: Words) -> str:
    """Return the level, or what the points are multiplied by and within which ends."""
    if line["item"] == START:
        return ""
    if line["level"] == LOGARITHM:
        return words.say("typing.rule.logarithm")
    if line["level"] == ANSWER:
        ends = _ends(line, words)
        return words.say("typing.rule.times") + (f" ({ends})" if ends else "")
    return words.say("common.yes") if line["level"] == YES else plain(line["level"])


def _ends(line: pd.Series, words: Words) -> str:
    low, high = (
        _exact(words, number(line[end]), _decimals([number(line[end])])) for end in ("least", "most")
    )
    if known(line["least"], line["most"]):
        return words.say("typing.rule.within", low=low, high=high)
    if known(line["least"]):
        return words.say("typing.rule.least", low=low)
    return words.say("typing.rule.most", high=high) if known(line["most"]) else ""


def _blank(line: pd.Series, words: Words) -> str:
    """Return what stands for no answer: a number, or that it counts as this level."""
    value = number(line["if_blank"])
    if line["item"] == START:
        return ""
    if line["level"] in {ANSWER, LOGARITHM}:
        return _exact(words, value, _decimals([value]))
    if value in {0.0, 1.0}:
        return words.say("typing.rule.counts") if value else ""
    return words.say("typing.rule.partly", share=percent(words, value))


def _decimals(values: list[float]) -> int:
    """Return the fewest decimals in which none of the numbers changes.

    Examples
    --------
    >>> _decimals([31.0, 4.139, 0.5])
    3
    """
    shown = (d for d in range(_FIGURES) if all(round(v, d) == v for v in values if known(v)))
    return next(shown, _FIGURES)


def _exact(words: Words, value: float, decimals: int) -> str:
    return words.number(value, decimals).replace("-", "−") if known(value) else "–"


def _how(rule: pd.DataFrame, words: Words) -> Iterator[str]:
    """Yield the steps that this rule needs."""
    asked = rule[rule["item"] != START]
    levels = set(asked["level"])
    steps = {
        "start": True,
        "level": bool(levels - {ANSWER, LOGARITHM}),
        "number": ANSWER in levels,
        "logarithm": LOGARITHM in levels,
        "reversed": bool(asked["is_reversed"].map(flag).any()),
        "blank": True,
        "end": True,
    }
    return (words.say(f"typing.how.{step}") for step, is_needed in steps.items() if is_needed)


def _reached(typing: pd.DataFrame, source: Source) -> Grid:
    words, labels = source.words, _labels(source)
    rows = []
    for _, row in typing.iterrows():
        n = words.number(number(row["n_items"]))
        n = words.say("typing.reached.in_use", n=n) if flag(row["is_enough"]) else n
        every = row["item"] == ALL and ALL not in labels
        item = words.say("typing.reached.all") if every else labels.get(str(row["item"]))
        rows.append([n, item or plain(row["item"]), percent(words, row["accuracy"])])
    heads = [words.say(f"typing.reached.{name}") for name in ("n", "item", "accuracy")]
    return grid(words.say("typing.reached.caption"), heads, rows, numeric=False)


def _confusion(confusion: pd.DataFrame, source: Source) -> Grid:
    words, personas = source.words, persona_order(confusion["persona"])
    cells = {
        (row["persona"], row["typed_as"]): _share(row["n"], row["share"], source)
        for _, row in confusion.iterrows()
    }
    rows = [[source.name(p), *(cells[p, other] for other in personas)] for p in personas]
    heads = [words.say("common.persona"), *(source.name(p) for p in personas)]
    return grid(words.say("typing.confusion.caption"), heads, rows)


def _share(n: object, share: object, source: Source) -> str:
    return percent(source.words, share) if known(n) else source.say("hidden")
