"""The worked example's own respondents, handed to `personagen assign` as a file of customers, get what its run gave them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.promises.runs import Made, personagen

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def customers(webshop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One row per respondent: the survey with what analytics knows of who is linked, as other tools would join them."""
    raw = webshop / "raw"
    survey, links, analytics = (
        pd.read_csv(raw / name, sep=separator, dtype=str, keep_default_na=False, encoding=encoding)
        for name, separator, encoding in (
            ("survey-2026.csv", ";", "utf-8-sig"),
            ("links.csv", ",", "utf-8"),
            ("analytics.csv", ",", "utf-8"),
        )
    )
    survey = survey.drop_duplicates("Respondentnr", keep=False)
    linked = links.drop_duplicates().drop_duplicates("respondent_id", keep=False)
    known = analytics.drop_duplicates().drop_duplicates("customer_id", keep=False)
    table = survey.merge(linked, "left", left_on="Respondentnr", right_on="respondent_id").merge(
        known, "left", on="customer_id"
    )
    path = tmp_path_factory.mktemp("customers") / "customers.csv"
    table.drop(columns="respondent_id").fillna("").to_csv(path, index=False, sep=";")
    return path


def test_respondents_get_what_the_run_gave_them(webshop_run: Made, customers: Path, tmp_path: Path):
    done = personagen("assign", webshop_run.folder, customers, prefect_home=tmp_path / "prefect")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "prefect").exists()
    answer = pd.read_csv(customers.with_name("customers-personas.csv"), dtype=str, keep_default_na=False)
    assert list(answer.columns)[-6:] == ["persona", "name", "confidence", "pulled_by", "basis", "imputed"]
    run = webshop_run.private("assignments").fillna("")
    run = run[run["customer_id"].isin(["", *answer["customer_id"]])]
    both = run.merge(answer, left_on="respondent_id", right_on="Respondentnr", suffixes=("_run", ""))
    is_linked_alike = both["customer_id_run"] == both["customer_id"]
    both = both[is_linked_alike]
    assert len(both) > 0.95 * len(run)
    assert (both["persona"] == both["persona_run"]).all()
    assert (both["basis"] == both["basis_run"]).all()
    assert set(both["basis"]) >= {"full", "partial"}
    shadow = pd.to_numeric(both["shadow"])
    told = pd.to_numeric(both["confidence"])
    assert (shadow.isna() == told.isna()).all()
    assert ((1 - shadow - told).abs().dropna() < 5.1e-5).all()  # four digits are written
    names = webshop_run.table("personas").set_index("persona")["name"]
    assert (both["name"] == both["persona"].map(names).fillna("")).all()
