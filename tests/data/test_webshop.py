"""The worked example holds what its truth files say, and its generator makes it again."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
WEBSHOP = ROOT / "data" / "webshop"
RAW, TRUTH = WEBSHOP / "raw", WEBSHOP / "truth"
PHASES = ["awareness", "orientation", "buy", "use", "service", "renewal"]
STAMP = r"202[56]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]"


def read(path: Path, separator: str = ",") -> pd.DataFrame:
    return pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def truth(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((TRUTH / f"{name}.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def survey() -> pd.DataFrame:
    return read(RAW / "survey-2026.csv", ";")


@pytest.fixture(scope="module")
def finished(survey: pd.DataFrame) -> pd.DataFrame:
    """The newest finished row of each respondent, with the planted persona."""
    rows = survey.loc[survey["Status"] == "Voltooid"]
    ended = pd.to_datetime(rows["Einddatum"], format="%d-%m-%Y %H:%M:%S")
    newest = rows.assign(ended=ended).sort_values("ended").drop_duplicates("Respondentnr", keep="last")
    return newest.merge(read(TRUTH / "respondents.csv"), left_on="Respondentnr", right_on="respondent_id")


@pytest.fixture(scope="module")
def interviews() -> pd.DataFrame:
    people = read(TRUTH / "respondents.csv").set_index("respondent_id")["persona"]
    rows = read(RAW / "interviews.csv")
    return rows.assign(persona=rows["deelnemer"].map(people))


@pytest.fixture(scope="module")
def log() -> pd.DataFrame:
    parts = [read(path).assign(file=path.name) for path in sorted(RAW.glob("touchpoints-*.csv.gz"))]
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def contacts(log: pd.DataFrame) -> pd.DataFrame:
    """Sound, mapped contacts of linked customers, each once."""
    respondents = read(TRUTH / "respondents.csv")
    persona = respondents.loc[respondents["customer_id"] != ""].set_index("customer_id")["persona"]
    phase = read(RAW / "touchpoint-phases.csv").set_index("touchpoint")["phase"]
    words = read(RAW / "emotions.csv").set_index("word")["valence"].astype(float)
    rows = log.drop(columns="file").drop_duplicates()
    rows = rows.assign(persona=rows["klant"].map(persona), phase=rows["event"].map(phase))
    at = pd.to_datetime(rows["timestamp"], errors="coerce", format="%Y-%m-%d %H:%M:%S")
    rows = rows.assign(at=at).loc[at.notna() & rows["persona"].notna() & rows["phase"].notna()]
    csat = pd.to_numeric(rows["csat"]).where(lambda points: points <= 5)
    valence = ((csat - 3) / 2).fillna(rows["feeling"].map(words))
    return rows.assign(valence=valence, gap=(csat - pd.to_numeric(rows["expected"])) / 2)


def customer_mean(rows: pd.DataFrame, column: str) -> float:
    return float(rows.dropna(subset=[column]).groupby("klant")[column].mean().mean())


# --- the generator --------------------------------------------------------------------------------------------------


def test_generator_makes_the_same_bytes_in_another_process(tmp_path: Path):
    """The files of the example were made by a process too, long ago and elsewhere."""
    subprocess.run(
        [sys.executable, "-m", "data.webshop.generate", "--out", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Chatham"},
    )
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*"))
    kept = sorted(path.relative_to(WEBSHOP) for folder in (RAW, TRUTH) for path in folder.rglob("*.*"))
    assert made == kept
    for name in made:
        one, committed = (tmp_path / name).read_bytes(), (WEBSHOP / name).read_bytes()
        if name.suffix == ".gz":  # another zlib may pack the same text differently
            one, committed = gzip.decompress(one), gzip.decompress(committed)
        assert one == committed, name


def test_size_and_gzip_headers():
    made = {"__pycache__", "runs"}
    files = [path for path in WEBSHOP.rglob("*") if path.is_file() and not made & {*path.parts}]
    assert sum(path.stat().st_size for path in files) < 8_000_000
    for path in RAW.glob("*.gz"):
        assert path.read_bytes()[3:8] == bytes(5), f"{path.name} carries a name or a time"


# --- the survey -----------------------------------------------------------------------------------------------------


def test_survey_looks_like_a_dutch_export():
    raw = (RAW / "survey-2026.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    header = raw.decode("utf-8-sig").splitlines()[0]
    assert header.split(";")[:2] == ["Respondentnr", "Startdatum"]


def test_survey_rows_add_up(survey: pd.DataFrame):
    count = truth("rows")["survey"]
    assert len(survey) == count["read"] == 1200 + 24 + count["not_complete"]
    assert (survey["Status"] == "Deels").sum() == count["not_complete"]
    done = survey.loc[survey["Status"] == "Voltooid"]
    assert done["Respondentnr"].nunique() == count["genuine"] == 1200
    assert done.duplicated().sum() == count["duplicate_exact"]
    assert done.drop_duplicates()["Respondentnr"].duplicated().sum() == count["duplicate_revised"]
    assert not set(survey.loc[survey["Status"] == "Deels", "Respondentnr"]) & set(done["Respondentnr"])


def test_planted_persona_shares(finished: pd.DataFrame):
    assert finished["persona"].value_counts(normalize=True).round(2).to_dict() == {
        "gemakzoeker": 0.38,
        "koopjesjager": 0.29,
        "kwaliteitszoeker": 0.21,
        "ontdekker": 0.12,
    }
    weight = finished["Weegfactor"].str.replace(",", ".").astype(float)
    assert weight.between(0.3, 3).all()
    weighted = weight.groupby(finished["persona"]).sum() / weight.sum()
    unweighted = finished["persona"].value_counts(normalize=True)
    assert (weighted - unweighted).abs().max() < 0.001


def test_planted_faults_in_answers(finished: pd.DataFrame):
    age = finished["Leeftijd"].astype(int)
    assert age.loc[~age.between(16, 100)].tolist() == [430]
    assert (finished["Provincie"] == "Noord-Hollnad").sum() == 1
    assert finished["Provincie"].nunique() == 13
    assert finished["Netto inkomen p/m"].str.fullmatch(r"[0-9]+,[0-9]{2}|wil niet zeggen").all()


def test_items_hold_the_scale_and_dont_know(finished: pd.DataFrame):
    for item in (f"Q7_{number}" for number in range(1, 8)):
        assert set(finished[item]) == {"1", "2", "3", "4", "5", "weet niet"}
        assert 0.01 < (finished[item] == "weet niet").mean() < 0.05


def test_reversed_items_run_the_other_way(finished: pd.DataFrame):
    answers = finished[["Q7_3", "Q7_6"]].apply(pd.to_numeric, errors="coerce")
    means = answers.groupby(finished["persona"]).mean()
    assert means["Q7_3"].idxmin() == "kwaliteitszoeker"
    assert means["Q7_6"].idxmin() == "ontdekker"


def test_skip_logic(finished: pd.DataFrame):
    asked = finished["Q11_retourgemak"] != "niet gesteld"
    assert ((finished["Q10_retour"] == "Ja") == asked).all()


def test_straightliners_and_speeders(finished: pd.DataFrame):
    same = finished[[f"Q7_{number}" for number in range(1, 8)]].eq(finished["Q7_1"], axis=0).all(axis=1)
    assert set(finished.loc[same, "respondent_id"]) >= set(
        finished.loc[finished["is_straightliner"] == "1", "respondent_id"]
    )
    seconds = finished["Duur (sec)"].astype(int)
    fast = seconds < seconds.median() / 2
    assert set(finished.loc[fast, "respondent_id"]) == set(
        finished.loc[finished["is_speeder"] == "1", "respondent_id"]
    )
    assert (finished["is_straightliner"] == "1").sum() + fast.sum() == 30


def test_personal_data_is_synthetic(survey: pd.DataFrame):
    assert survey["E-mailadres"].str.fullmatch(r"panellid\.[0-9]+@example\.nl").all()


def test_survey_cells_with_separators_and_line_breaks(survey: pd.DataFrame):
    assert survey["Opmerkingen"].str.contains("\n").any()
    assert survey["Opmerkingen"].str.contains(";").any()
    assert survey["Q9_apparaten"].str.contains(", ").any()


# --- the interviews -------------------------------------------------------------------------------------------------


def test_interviewed(interviews: pd.DataFrame):
    people = interviews.drop_duplicates("deelnemer")
    assert len(people) == 64
    assert people["persona"].notna().all()
    assert people["persona"].value_counts().min() >= 12
    assert interviews.groupby("deelnemer")["toestemming"].nunique().max() == 1
    assert (people["toestemming"] == "nee").sum() == 10


def test_mentions_are_the_planted_ones(interviews: pd.DataFrame):
    planted = read(TRUTH / "codes.csv")
    found = interviews.groupby(["persona", "fase", "code"])["deelnemer"].nunique()
    planned = planted.set_index(["persona", "phase", "code"])["n_mentioned"].astype(int)
    assert found.to_dict() == planned.to_dict()
    assert not interviews.duplicated(["deelnemer", "fase", "code"]).any()


def test_codebook_covers_the_codes(interviews: pd.DataFrame):
    codebook = read(RAW / "codebook.csv")
    assert set(interviews["code"]) == set(codebook["code"])
    assert set(codebook["theme"]) == {"background", "goal", "motivation", "pain_point", "need", "delight"}
    assert set(codebook.loc[codebook["theme"] == "need", "kind"]) == {"functional", "emotional"}
    assert set(interviews["fase"]) <= {"", *PHASES}


def test_only_one_persona_changes_its_first_need(interviews: pd.DataFrame):
    functional = read(RAW / "codebook.csv").query("kind == 'functional'")["code"]
    needs = interviews.loc[interviews["code"].isin(functional)]
    counts = needs.groupby(["persona", "fase", "code"]).size().reset_index(name="n")
    first = counts.sort_values("n").drop_duplicates(["persona", "fase"], keep="last")
    first_by_phase = first.set_index(["persona", "fase"])["code"]
    changed = truth("effects")["changed_need"]
    changing = [name for name, codes in first_by_phase.groupby("persona") if len(set(codes)) > 1]
    assert changing == [changed["persona"]]
    assert [first_by_phase[changed["persona"], phase] for phase in changed["between"]] == [
        changed["first"],
        changed["then"],
    ]


def test_quotes_are_varied_and_hold_what_must_be_masked_and_escaped(interviews: pd.DataFrame):
    quotes = interviews["fragment"]
    assert quotes.is_unique
    assert not quotes.str.contains(r"[{}]", regex=True).any()
    may = interviews["toestemming"] == "ja"
    for pattern in (r"@example\.nl", r"06-[0-9]{8}", r"NL91ABNA", r"1234 AB", "<b>", "<script>", r"^=1\+1"):
        assert (quotes.str.contains(pattern, regex=True) & may).any(), pattern


# --- customers, links, contacts -------------------------------------------------------------------------------------


def test_analytics():
    analytics = read(RAW / "analytics.csv")
    planted = read(TRUTH / "customers.csv")
    assert analytics["customer_id"].is_unique
    assert analytics["customer_id"].tolist() == planted["customer_id"].tolist()
    shares = planted["persona"].value_counts(normalize=True)
    assert shares.round(2).to_dict() == truth("effects")["customer_shares"]
    for column in ("bezoeken_12m", "aandeel_app", "aandeel_korting"):
        assert 0.01 < (analytics[column] == "").mean() < 0.03
    assert (analytics["omzet_12m"].astype(float) > 0).all()


def test_links():
    links, count = read(RAW / "links.csv"), truth("rows")["links"]
    respondents = read(TRUTH / "respondents.csv")
    known = links["respondent_id"].isin(respondents["respondent_id"])
    customer = links["customer_id"].isin(read(TRUTH / "customers.csv")["customer_id"])
    assert (~known).sum() == count["respondent_unknown"]
    assert (~customer).sum() == count["customer_unknown"]
    assert (known & customer).sum() == count["genuine"] == 0.7 * 1200
    assert links["respondent_id"].is_unique
    assert links["customer_id"].is_unique
    pairs = respondents.loc[respondents["customer_id"] != "", ["respondent_id", "customer_id"]]
    assert len(links.merge(pairs)) == 840
    persona = pairs.merge(respondents).merge(read(TRUTH / "customers.csv"), on=["customer_id", "persona"])
    assert len(persona) == 840


def test_log_rows_add_up(log: pd.DataFrame):
    count = truth("rows")["touchpoints"]
    content = log.drop(columns="file")
    bad = ~content["timestamp"].str.fullmatch(STAMP) | content["timestamp"].str.startswith("2026-02-30")
    no_customer, off_scale = content["klant"] == "", content["csat"] == "9"
    duplicate = content.duplicated()
    assert len(content) == count["read"]
    assert bad.sum() == count["bad_timestamp"]
    assert no_customer.sum() == count["customer_empty"]
    assert off_scale.sum() == count["csat_off_scale"]
    assert duplicate.sum() == count["duplicate"] == 500
    sound = ~(bad | no_customer | off_scale | duplicate)
    assert sound.sum() == count["genuine"] == 250_000
    mapped = content["event"].isin(read(RAW / "touchpoint-phases.csv")["touchpoint"])
    assert (sound & ~mapped).sum() == count["unmapped"]
    analytics = read(TRUTH / "customers.csv")["customer_id"]
    strangers = content.loc[sound & ~content["klant"].isin(analytics), "klant"].nunique()
    assert strangers == count["customers_not_in_analytics"]
    assert content.loc[sound, "klant"].nunique() == count["customers"]


def test_late_rows_and_monthly_files(log: pd.DataFrame):
    count = truth("rows")["touchpoints"]
    late = log.loc[log["file"] == "touchpoints-nagekomen.csv.gz"]
    assert len(late) == count["late_genuine"] + count["late_duplicate"]
    assert late["timestamp"].max() < "2026-06-01"
    monthly = log.drop(late.index)
    monthly = monthly.loc[monthly["timestamp"].str.fullmatch(STAMP)]
    in_name = monthly["file"].str.extract(r"touchpoints-(.{7})")[0]
    assert (monthly["timestamp"].str.slice(0, 7) == in_name)[
        ~monthly["timestamp"].str.startswith("2026-02-30")
    ].all()


def test_repeated_hour_holds_contacts(log: pd.DataFrame):
    rows = log.drop(columns="file").drop_duplicates()
    inside = rows["timestamp"].str.startswith("2025-10-26 02:").sum()
    assert inside == truth("rows")["touchpoints"]["in_repeated_hour"]
    assert inside >= 50
    assert not rows["timestamp"].str.startswith("2026-03-29 02:").any(), "an hour that doesn't exist"


def test_ratings_words_and_map(log: pd.DataFrame):
    assert 0.24 < (log["csat"] != "").mean() < 0.30
    assert ((log["csat"] != "") & (log["feeling"] != "")).sum() == 0
    assert (log["expected"] != "").mean() < (log["csat"] != "").mean()
    assert set(log["feeling"]) <= {"", *read(RAW / "emotions.csv")["word"]}
    table = read(RAW / "touchpoint-phases.csv")
    assert list(dict.fromkeys(table["phase"])) == PHASES
    assert table["touchpoint"].is_unique


# --- planted effects ------------------------------------------------------------------------------------------------


def test_pains(contacts: pd.DataFrame):
    for pain in truth("effects")["pains"]:
        own = contacts.loc[contacts["persona"] == pain["persona"]]
        here = own.loc[own["event"] == pain["touchpoint"]]
        assert here.dropna(subset=["valence"])["klant"].nunique() >= 50
        assert customer_mean(here, "valence") - customer_mean(own, "valence") < -0.5


def test_magic_and_nothing_like_it(contacts: pd.DataFrame):
    magic = truth("effects")["magic"]
    rated = contacts.dropna(subset=["gap"]).groupby(["persona", "event", "klant"])["gap"].mean()
    cells = rated.groupby(["persona", "event"]).agg(["mean", "count"]).query("count >= 30")
    big = cells.loc[cells["mean"].abs() > 0.4]
    assert big.index.tolist() == [(magic["persona"], magic["touchpoint"])]
    assert big["mean"].iloc[0] > 0.5


def test_no_other_cell_leaves_its_journey(contacts: pd.DataFrame):
    planted = {(pain["persona"], pain["touchpoint"]) for pain in truth("effects")["pains"]}
    for (persona, event), here in contacts.groupby(["persona", "event"]):
        if here.dropna(subset=["valence"])["klant"].nunique() < 30 or (persona, event) in planted:
            continue
        own = contacts.loc[contacts["persona"] == persona]
        assert abs(customer_mean(here, "valence") - customer_mean(own, "valence")) < 0.25, (persona, event)


def test_drop_off_differs_after_one_phase(contacts: pd.DataFrame):
    first = contacts.pivot_table(index=["persona", "klant"], columns="phase", values="at", aggfunc="min")
    early = first.loc[first["orientation"] < pd.Timestamp("2026-05-01")]
    gone_on = early[["buy", "use", "service", "renewal"]].notna().any(axis=1)
    stays = 1 - gone_on.groupby("persona").mean()
    planted = truth("effects")["drop_off"]
    others = stays.drop(planted["persona"])
    assert stays[planted["persona"]] > others.max() + 0.2
    assert others.max() - others.min() < 0.12


def test_experience_in_one_phase_goes_with_renewal(contacts: pd.DataFrame):
    driver = truth("effects")["driver"]
    users = contacts.loc[contacts["phase"] == "use", "klant"].unique()
    renewed = contacts.loc[contacts["phase"] == driver["outcome"], "klant"].unique()
    effects = {}
    for phase in PHASES[:-1]:
        here = contacts.loc[(contacts["phase"] == phase) & contacts["klant"].isin(users)]
        means = here.dropna(subset=["valence"]).groupby("klant")["valence"].mean()
        effects[phase] = means.corr(pd.Series(means.index.isin(renewed), index=means.index).astype(float))
    assert max(effects, key=lambda phase: effects[phase]) == driver["phase"]
    assert effects.pop(driver["phase"]) > 0.25
    assert max(abs(one) for one in effects.values()) < 0.12


def test_behaviour_tells_personas_apart():
    table = read(RAW / "analytics.csv").merge(read(TRUTH / "customers.csv"))
    numbers = table[["bezoeken_12m", "aandeel_app", "aandeel_korting"]].apply(pd.to_numeric)
    means = numbers.groupby(table["persona"]).median()
    assert means["aandeel_app"].idxmax() == "ontdekker"
    assert means["aandeel_korting"].idxmax() == "koopjesjager"
    assert means["bezoeken_12m"].idxmin() == "kwaliteitszoeker"


def test_study_names_existing_columns_and_files():
    text = (WEBSHOP / "study.yaml").read_text(encoding="utf-8")
    columns = {
        "survey": set(read(RAW / "survey-2026.csv", ";").columns),
        "analytics": set(read(RAW / "analytics.csv").columns),
    }
    named = re.findall(r"from: (survey|analytics),\s+column: ([^,\n}]+)", text)
    named += re.findall(r"from: (survey|analytics)\n\s+column: (.+)", text)
    assert len(named) > 20
    for source, column in named:
        assert column.strip() in columns[source]
    for pattern in re.findall(r"raw/[\w.*-]+", text):
        assert list(WEBSHOP.glob(pattern)), pattern
