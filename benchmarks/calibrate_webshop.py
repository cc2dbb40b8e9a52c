"""Whether what is planted in the worked example is found in other seeds of it, and nothing else is called.

    python benchmarks/calibrate_webshop.py [--seeds 20] [--waves 24] [--changed 10] [--processes 2]

**Seeds**: personas are those that k-means finds in the answers (four of them, ten starts), journeys are theirs. Found
means: called, at the planted place. A moment felt at a touchpoint is felt in its phase too, and where many feel it, by
everybody; all other places are false. Drop-off is called by the table `differences`, corrected over all of it: with
Benjamini-Hochberg as published, which lets a share of the calls be false, so that the more true differences there are, the
more others stand among them; and with Holm, which lets none.

**Waves**: pairs of first waves of different seeds, in which nothing has changed, and pairs of a first and a second
wave, in which one pain has been mended and one has become worse. The personas are the planted ones: who is who is
another question.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pandas as pd
from statsmodels.stats.multitest import multipletests
from threadpoolctl import threadpool_limits

from benchmarks.webshop_waves import Wave, follow_planted, read_effects, run_wave
from data.webshop.generator import plan
from personagen.journeys import compare_journeys
from personagen.statistics.intervals import wilson_interval

FIRST_SEED = 5000
LEVEL = 0.05
PARTNERS = 5
Place = tuple[str, ...]
Tables = Mapping[str, pd.DataFrame]


def list_moments(wave: Wave) -> tuple[set[Place], set[Place]]:
    """Return the planted moments that were called, and the places called that aren't planted."""
    effects = read_effects()
    magic = effects["magic"]
    planted = {
        *((one["persona"], one["phase"], one["touchpoint"], "pain") for one in effects["pains"]),
        (magic["persona"], magic["phase"], magic["touchpoint"], "magic"),
    }
    follows = {
        place
        for persona, phase, touchpoint, kind in planted
        for place in (
            (persona, phase, "all", kind),
            ("all", phase, touchpoint, kind),
            ("all", phase, "all", kind),
        )
    }
    table = wave.tables["moments"]
    table = table[table["kind"] != "truth"].replace({"persona": wave.names})
    called = set(table[["persona", "phase", "touchpoint", "kind"]].itertuples(index=False, name=None))
    return called & planted, called - planted - follows


def list_drop_offs(wave: Wave) -> tuple[set[Place], set[Place]]:
    """Return the planted drop-off if it was called, and those called after other phases."""
    table = wave.tables["differences"]
    return _called_drop_offs(wave, table["p_adjusted"])


def list_sure_drop_offs(wave: Wave) -> tuple[set[Place], set[Place]]:
    """Return the same where no single false call is allowed rather than a share of them: Holm over the table."""
    p = wave.tables["differences"]["p"].dropna()
    adjusted = pd.Series(multipletests(p, method="holm")[1], index=p.index)
    return _called_drop_offs(wave, adjusted)


def _called_drop_offs(wave: Wave, adjusted: pd.Series) -> tuple[set[Place], set[Place]]:
    told = read_effects()["drop_off"]
    table = wave.tables["differences"].assign(adjusted=adjusted).replace({"persona": wave.names})
    called = table[(table["metric"] == "drop_off") & (table["adjusted"] < LEVEL)]
    here = called["phase"] == told["after_phase"]
    planted = called[here & (called["persona"] == told["persona"]) & (called["difference"] > 0)]
    # where one persona differs, the others differ from a rest that holds it
    return _places(planted, "persona", "phase"), _places(called[~here], "persona", "phase")


def list_drivers(wave: Wave) -> tuple[set[Place], set[Place]]:
    """Return the planted driver if it was called for all, and other phases that better go with the outcome for anybody.

    Where the ratings of a phase are noisy, who is milder overall seems less moved by it: others may go with less.
    """
    told = read_effects()["driver"]["phase"]
    table = wave.tables["drivers"].replace({"persona": wave.names})
    called = table[(table["p_adjusted"] < LEVEL) & (table["effect"] > 0)]
    planted = called[called["phase"] == told]
    others = called.drop(planted.index)
    return _places(planted[planted["persona"] == "all"], "phase"), _places(others, "persona", "phase")


def list_needs(wave: Wave) -> tuple[set[Place], set[Place]]:
    """Return the planted change of the first need if it was told, and others that were told."""
    told = read_effects()["changed_need"]
    planted = {(told["persona"], *told["between"], told["first"], told["then"])}
    table = wave.tables["need_changes"].replace({"persona": wave.names})
    called = _places(table, "persona", "from_phase", "to_phase", "from_need", "to_need")
    return called & planted, called - planted


def _places(table: pd.DataFrame, *columns: str) -> set[Place]:
    return set(table[[*columns]].itertuples(index=False, name=None))


LISTS = {
    "moments": (list_moments, 3),
    "drop-off": (list_drop_offs, 1),
    "drop-off, without any false call": (list_sure_drop_offs, 1),
    "driver": (list_drivers, 1),
    "change of need": (list_needs, 1),
}


def judge_seed(seed: int) -> dict[str, tuple[bool, set[Place]]]:
    """Return by kind of effect whether all that is planted was found, and what else was called."""
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        return judge_wave(run_wave(Path(folder) / "wave", seed))


def judge_wave(wave: Wave) -> dict[str, tuple[bool, set[Place]]]:
    """Return the same of a wave that was made."""
    if len(set(wave.names.values())) < len(plan.PERSONAS):
        return {name: (False, {("two planted personas became one",)}) for name in LISTS}
    found = {name: make(wave) for name, (make, _) in LISTS.items()}
    return {name: (len(found[name][0]) == n, found[name][1]) for name, (_, n) in LISTS.items()}


def follow(job: tuple[int, bool]) -> dict[str, pd.DataFrame]:
    """Return the journey tables of the first or the second wave of a seed."""
    seed, is_second = job
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        return follow_planted(Path(folder) / "wave", seed, plan.SECOND if is_second else plan.FIRST)


def list_changes(before: Tables, now: Tables) -> pd.DataFrame:
    """Return what `compare` calls changed between two waves, of everybody and of the personas in both."""
    personas = [set(tables["journey"]["persona"]) for tables in (before, now)]
    carried = {name: name for name in sorted(personas[0] & personas[1] & set(plan.PERSONAS))}
    found = compare_journeys(before, now, carried)
    return found[found["is_changed"]]


def judge_change(before: Tables, now: Tables) -> tuple[set[Place], set[Place]]:
    """Return the planted changes that were called (mended, worse), and other changes of the personas in both waves.

    A pain is felt in its phase too, and who rates badly counts as friction. Of everybody nothing is judged: other
    personas stand in the second wave.
    """
    called = list_changes(before, now)
    told = {
        ("kwaliteitszoeker", "service", "klantenservice_telefoon"): ("mended", 1),
        ("gemakzoeker", "use", "bezorging"): ("worse", -1),
    }
    found, others = set(), set()
    for row in called[called["persona"] != "all"].itertuples():
        name, sign = told.get((row.persona, row.phase, row.touchpoint), ("", 0))
        if name and row.metric == "valence" and row.change * sign > 0:
            found.add((name,))
        elif not any(row.persona == place[0] and row.phase == place[1] for place in told) or not _is_felt(
            row
        ):
            others.add((row.persona, row.phase, row.touchpoint, row.metric))
    return found, others


def _is_felt(row: object) -> bool:
    touchpoints = {"all", "klantenservice_telefoon", "bezorging"}
    return getattr(row, "touchpoint") in touchpoints and getattr(row, "metric") in {"valence", "friction"}  # noqa: B009


def pair_up(n: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of different waves, each wave in ten of them."""
    for step in range(1, PARTNERS + 1):
        yield from ((at, (at + step) % n) for at in range(n))


def _print(what: str, hits: int, of: int) -> None:
    low, high = (float(end) for end in wilson_interval(hits / of, of))
    print(f"  {what:<52}{hits:>4} of {of:<4} [{low:.3f}, {high:.3f}]", flush=True)


def _judge_seeds(pool: ProcessPoolExecutor, n: int) -> None:
    rows = []
    for seed, row in enumerate(pool.map(judge_seed, range(FIRST_SEED, FIRST_SEED + n)), FIRST_SEED):
        rows.append(row)
        said = {name: sorted(others) for name, (_, others) in row.items() if others}
        lacking = [name for name, (is_found, _) in row.items() if not is_found]
        print(f"  seed {seed}: lacking {lacking}, also called {said}", flush=True)
    for name in LISTS:
        _print(f"{name}: all that is planted found", sum(row[name][0] for row in rows), n)
        _print(f"{name}: nothing else called", sum(not row[name][1] for row in rows), n)
        print(f"  {name}: other calls in all: {sum(len(row[name][1]) for row in rows)}")


def _judge_waves(pool: ProcessPoolExecutor, n: int, changed: int) -> None:
    jobs = [(FIRST_SEED + at, False) for at in range(n)]
    jobs += [(FIRST_SEED + at, True) for at in range(changed)]
    tables = [*pool.map(follow, jobs)]
    first, second = tables[:n], tables[n:]
    calls = [list_changes(first[one], first[other]) for one, other in pair_up(n)]
    for each in calls:
        if len(each):
            print(each[["persona", "phase", "touchpoint", "metric", "change", "p_adjusted"]].to_string())
    _print("unchanged waves: any change called", sum(len(each) > 0 for each in calls), len(calls))
    found = [judge_change(one, other) for one, other in zip(first, second, strict=False)]
    for name in ("mended", "worse"):
        _print(
            f"second wave: the pain that is {name} found", sum((name,) in one for one, _ in found), changed
        )
    _print("second wave: no other change called", sum(not others for _, others in found), changed)
    print(f"  {[sorted(others) for _, others in found if others]}")


def main() -> None:
    """Print how often what is planted was found and something else was called."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--waves", type=int, default=24)
    parser.add_argument("--changed", type=int, default=10)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    with ProcessPoolExecutor(arguments.processes) as pool:
        if arguments.seeds:
            _judge_seeds(pool, arguments.seeds)
        if arguments.waves:
            _judge_waves(pool, arguments.waves, arguments.changed)


if __name__ == "__main__":
    main()
