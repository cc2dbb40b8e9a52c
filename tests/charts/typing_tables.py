"""Published tables of the typing tool as a run would write them: four personas, questions of every kind."""

from __future__ import annotations

import pandas as pd

from personagen.contracts import PUBLISHED

ITEMS = ("prijs", "leeftijd", "kanalen", "inkomen", "bezoeken", "nieuwsbrief", "duurzaam", "gemak")
LINES = (  # item, level, points of the first persona, if_blank, least, most, is_reversed
    ("(start)", "(answer)", 312.0, 1.0, None, None, False),
    ("prijs", "(answer)", 24.0, 3.0, None, None, False),
    ("leeftijd", "(answer)", 0.5, 44.0, 16.0, 92.5, False),
    ("gemak", "(answer)", 31.0, 3.0, None, None, True),
    ("bezoeken", "ln(1 + answer)", 18.25, 6.0, None, None, False),
    ("kanalen", "app", 12.0, 1.0, None, None, False),
    ("kanalen", "winkel", 40.0, 0.0, None, None, False),
    ("inkomen", "laag", 9.0, 0.0, None, None, False),
    ("inkomen", "midden", 20.0, 0.5, None, None, False),
    ("inkomen", "hoog", 31.0, 0.5, None, None, False),
    ("nieuwsbrief", "yes", 1250.0, 0.0, None, None, False),
)


def typing(n: int = 8, used: int = 4) -> pd.DataFrame:
    rows = [
        {
            "n_items": i + 1,
            "item": ITEMS[i % len(ITEMS)],
            "accuracy": 0.95 - 0.5 * 0.6**i,
            "chance": 0.38,
            "is_enough": i + 1 == used,
        }
        for i in range(n)
    ]
    return PUBLISHED["typing"].conform(pd.DataFrame(rows))


def typing_rule(k: int = 4) -> pd.DataFrame:
    rows = [
        {
            "persona": str(persona + 1),
            "item": item,
            "level": level,
            "points": points * persona,
            "if_blank": blank,
            "least": least,
            "most": most,
            "is_reversed": is_reversed,
        }
        for persona in range(k)
        for item, level, points, blank, least, most, is_reversed in LINES
    ]
    return PUBLISHED["typing_rule"].conform(pd.DataFrame(rows))


def typing_confusion(k: int = 4) -> pd.DataFrame:
    rows = [
        {
            "persona": str(i + 1),
            "typed_as": str(j + 1),
            "n": None if (i, j) in {(0, 1), (0, 2)} else 90 if i == j else 10,
            "share": None
            if (i, j) in {(0, 1), (0, 2)}
            else 90 / (80 + 10 * k)
            if i == j
            else 10 / (80 + 10 * k),
        }
        for i in range(k)
        for j in range(k)
    ]
    return PUBLISHED["typing_confusion"].conform(pd.DataFrame(rows))
