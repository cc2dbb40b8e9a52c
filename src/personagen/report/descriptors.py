"""Whether the personas differ on what did not help to form them: a test a variable, as a table."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from personagen.language.numbers import flag, known, number
from personagen.report.choice import decimal
from personagen.report.grids import Grid, grid
from personagen.report.source import Source

# limits of small, medium and large [Cohen 1988]: w for one degree of freedom, eta squared
V = ((0.1, "tiny"), (0.3, "small"), (0.5, "medium"))
ETA = ((0.01, "tiny"), (0.06, "small"), (0.14, "medium"))
LEAST_P = 0.001


def descriptor_tests(source: Source) -> Grid:
    """Return the tests, the surest difference first; circular ones last and without p."""
    table = source.table("descriptors")
    table = table.assign(rank=table["is_circular"].map(flag))
    table = table.sort_values(["rank", "p_adjusted", "variable"], kind="stable", na_position="last")
    heads = [source.say("variable"), *(source.tell(f"tests.{c}") for c in ("effect", "p", "test", "n"))]
    return grid(
        source.tell("tests.caption"),
        heads,
        [_row(source, row) for _, row in table.iterrows()],
        numeric=False,
    )


def p_value(source: Source, p: object) -> str:
    """Return a p-value with three decimals, as ``< 0.001`` below that."""
    if known(p) and number(p) < LEAST_P:
        return f"< {decimal(source, LEAST_P, 3)}"
    return decimal(source, p, 3)


def _row(source: Source, row: pd.Series) -> list[str]:
    return [
        source.label(row["variable"]),
        _effect(source, row),
        _p(source, row),
        "; ".join(_test(source, row)),
        source.count(row["n"]),
    ]


def _p(source: Source, row: pd.Series) -> str:
    if flag(row["is_circular"]):
        return source.tell("tests.circular")
    return p_value(source, row["p_adjusted"]) if known(row["p_adjusted"]) else source.tell("tests.untested")


def _effect(source: Source, row: pd.Series) -> str:
    if not known(row["effect_size"]):
        return "–"
    sign, limits = ("eta", ETA) if row["test"] == "anova" else ("v", V)
    word = next((word for limit, word in limits if number(row["effect_size"]) < limit), "large")
    called = source.tell(f"effect.{word}")
    return source.tell(f"effect.{sign}", word=called, value=decimal(source, row["effect_size"]))


def _test(source: Source, row: pd.Series) -> Iterator[str]:
    if flag(row["is_circular"]):
        yield "–"
        return
    key = f"segments.test.{row['test']}"
    name = source.words.say(key) if source.words.has(key) else str(row["test"])
    degrees = [source.words.number(number(row[c])) for c in ("df", "df_residual") if known(row.get(c))]
    df = f" ({'; '.join(degrees)})" if degrees else ""
    yield f"{name}{df} {decimal(source, row['statistic'])}" if known(row["statistic"]) else name
    if known(row["least_expected"]):
        yield source.tell("tests.smallest", value=decimal(source, row["least_expected"], 1))
    for name in ("permutation", "kruskal"):
        if known(row[f"p_{name}"]):
            yield source.tell(f"tests.{name}", p=p_value(source, row[f"p_{name}"]))
