"""A study that `init` drafts can be run as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.promises.runs import make_run, personagen
from tests.promises.small_data import TOUCHPOINTS
from tests.promises.small_study import SmallStudy

pytestmark = pytest.mark.slow


def test_drafted_ratings_are_felt_in_the_journey(small_study: SmallStudy, tmp_path: Path):
    """Everybody is glad of the basket and angry at the helpdesk; a column that is only near a touchpoint's name counts nowhere."""
    levels = {"Basket": 4, "HELPDESK": 1, "News_letter": 3}
    rows = small_study.rows("raw/survey.csv")
    for at, row in enumerate(rows):  # the first five use the whole scale
        row |= {name: str(at + 1 if at < 5 else level + at % 2) for name, level in levels.items()}
    small_study.put("raw/survey.csv", rows)
    files = [small_study.folder / "raw" / name for name in ("survey.csv", "map.csv")]
    out = small_study.folder / "drafted.yaml"
    done = personagen("init", *files, "--out", out, prefect_home=tmp_path / "prefect")
    assert done.returncode == 0, done.stderr
    content = YAML(typ="safe").load(out)
    assert {keys["touchpoint"] for keys in content["touchpoint_ratings"].values()} == {"basket", "helpdesk"}
    made = make_run(out, tmp_path / "made", "--k", "3")
    journey = made.table("journey").query("persona == 'all'").set_index("phase")
    heard = journey["valence_source"].dropna()
    assert heard.to_dict() == {TOUCHPOINTS[name]: "survey" for name in ("basket", "helpdesk")}
    assert journey.loc["buy", "valence"] > 0.5
    assert journey.loc["service", "valence"] < -0.5
