"""Claims on what a persona wishes first in each phase, functional and emotional apart, and where that changes."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from personagen.contracts.published import KINDS
from personagen.language.labels import listed, plain
from personagen.personas.claims.claim import Claim, Facts, row_key


def claim_wishes(facts: Facts) -> Iterator[Claim]:
    """Yield the change of a first wish as a sentence, then the first wish of each phase and kind.

    A wish that as many interviewees have as the first is named with it.
    """
    needs, changes = facts.mine("needs"), facts.mine("need_changes")
    yield from _changes(facts, needs, changes)
    turns = {(str(phase), str(kind)) for phase, kind in changes[["to_phase", "kind"]].to_numpy()}
    ranked = first_wishes(needs)
    for phase, label in facts.phases.items():
        for kind in KINDS:
            rows = ranked[ranked["phase"].eq(phase) & ranked["kind"].eq(kind)]
            # where the first one is hidden the next is not the first
            if len(rows) and rows["rank"].iloc[0] == 1:
                yield _wish(facts, rows, label, is_new=(phase, kind) in turns)


def first_wishes(needs: pd.DataFrame) -> pd.DataFrame:
    """Return the needs of one persona that may be shown and that somebody has, first wishes first."""
    rows = needs[needs["rank"].notna() & needs["share"].gt(0)]
    return rows.sort_values(["rank", "need"], kind="stable")


def _wish(facts: Facts, rows: pd.DataFrame, phase: str, *, is_new: bool) -> Claim:
    """Return the first of the ranked wishes of a phase and kind."""
    row = rows.iloc[0]
    text = facts.say("said", n=int(row["n"]), base=int(row["n_interviewed"]))
    equals = [plain(label) for label in rows.loc[rows["n"].eq(row["n"]), "label"].iloc[1:]]
    if equals:
        quoted = [facts.say("quoted", text=label) for label in equals]
        text = facts.say("wish.equal", said=text, others=listed(facts.words, quoted))
    return Claim(
        f"wish:{row['phase']}:{row['kind']}",
        "wish",
        text,
        topic=phase,
        label=plain(row["label"]),
        kind=str(row["kind"]),
        table="needs",
        row=row_key(row, "persona", "phase", "need"),
        column="share",
        n=row["n"],
        base=row["n_interviewed"],
        value=row["share"],
        low=row["low"],
        high=row["high"],
        is_marker=is_new,
    )


def _changes(facts: Facts, needs: pd.DataFrame, changes: pd.DataFrame) -> Iterator[Claim]:
    labels = {str(need): plain(label) for need, label in needs[["need", "label"]].to_numpy()}
    places = {phase: place for place, phase in enumerate(facts.phases)}
    rows = changes.assign(place=changes["from_phase"].map(places))
    # functional before emotional
    rows = rows.sort_values(["kind", "place"], ascending=[False, True], kind="stable")
    for _, row in rows.iterrows():
        text = facts.say(
            f"wish_change.{row['kind']}",
            before=facts.phases.get(row["from_phase"], plain(row["from_phase"])),
            after=facts.phases.get(row["to_phase"], plain(row["to_phase"])),
            first=labels.get(row["from_need"], plain(row["from_need"])),
            then=labels.get(row["to_need"], plain(row["to_need"])),
        )
        yield Claim(
            f"wish_change:{row['to_phase']}:{row['kind']}",
            "wish_change",
            text,
            kind=str(row["kind"]),
            table="need_changes",
            row=row_key(row, "persona", "kind", "from_phase", "to_phase"),
            column="to_need",
            n=row["n_interviewed"],
            is_marker=True,
        )
