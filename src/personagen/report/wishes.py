"""What a persona wishes first in each phase, and where that changes."""

from __future__ import annotations

from dataclasses import dataclass

from personagen.report.source import Source, listed, plain

KINDS = ("functional", "emotional")


@dataclass(frozen=True)
class Wish:
    """The first wishes of phases that follow each other, each with whether it takes over from another one."""

    phases: str
    texts: tuple[tuple[str, bool], ...]


def first_wishes(source: Source, persona: str) -> tuple[Wish, ...]:
    """Return the first wishes, functional and emotional, phases with the same ones together."""
    first = _first(source, persona)
    changes = source.of("need_changes", persona)
    turns = {(str(phase), str(kind)) for phase, kind in changes[["to_phase", "kind"]].to_numpy()}
    runs: list[tuple[list[str], list[str], tuple[tuple[str, bool], ...]]] = []
    for phase, label in source.phases.items():
        kinds = [kind for kind in KINDS if (phase, kind) in first]
        wished = [first[phase, kind] for kind in kinds]
        if wished and runs and runs[-1][1] == wished:
            runs[-1][0].append(label)
        elif wished:
            texts = tuple((first[phase, kind], (phase, kind) in turns) for kind in kinds)
            runs.append(([label], wished, texts))
    return tuple(Wish(listed(source, phases), texts) for phases, _, texts in runs)


def wishless(source: Source, persona: str) -> list[str]:
    """Return the labels of the phases of which no wish can be shown."""
    known = {phase for phase, _ in _first(source, persona)}
    return [label for phase, label in source.phases.items() if phase not in known]


def changed(source: Source, persona: str) -> str:
    """Return the sentence on the first wish that changes; blank where none does."""
    labels = {str(n): plain(label) for n, label in source.table("needs")[["need", "label"]].to_numpy()}
    places = {phase: i for i, phase in enumerate(source.phases)}
    rows = source.of("need_changes", persona)
    rows = rows.assign(place=rows["from_phase"].map(places))
    rows = rows.sort_values(["kind", "place"], ascending=[False, True], kind="stable")
    for _, row in rows.head(1).iterrows():
        return source.say(
            "finding.need",
            before=source.phase(row["from_phase"]),
            after=source.phase(row["to_phase"]),
            first=labels.get(str(row["from_need"]), plain(row["from_need"])),
            then=labels.get(str(row["to_need"]), plain(row["to_need"])),
        )
    return ""


def _first(source: Source, persona: str) -> dict[tuple[str, str], str]:
    """Return the label of the first wish by phase and kind."""
    rows = source.of("needs", persona)
    rows = rows[rows["rank"].notna() & rows["share"].gt(0)].sort_values(["rank", "need"], kind="stable")
    rows = rows.drop_duplicates(["phase", "kind"])
    return {
        (str(phase), str(kind)): plain(label)
        for phase, kind, label in rows[["phase", "kind", "label"]].to_numpy()
    }
