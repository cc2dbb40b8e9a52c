"""Logs in every form and with every fault, as several logs of one study."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pandas as pd

from personagen.study import Study

from ...journeys.logs import COLUMNS, LOG, study_of, table_of  # noqa: TID252

HEADER = ",".join(COLUMNS)
STAMP = "2026-01-02 10:00:00"
GOOD = table_of(
    ("a", "2026-01-01 10:00:00", "café", "web", "5", "3", "Glad"),
    ("a", "2026-01-01 10:00:00", "café", "web", "5", "3", "Glad"),
    ("b", "2026-01-02 11:30:00.25", "shop", "web", "", "4"),
    ("c", "2026-01-03 12:00:00", "shop", "shop", "2", "", "angry"),
    ("", "2026-01-03 12:00:00", "shop", "shop", "9", "", "cross"),
    ("c", "yesterday", "", "shop", "NA", "x", "none"),
)
# what stands in quotes, what doesn't fit, what is no text, what is empty
MESSY = [
    f'q,{STAMP},"shop, the big one",web,5,,',
    f'q,{STAMP},"two\nlines",web,5,,',
    f'q,{STAMP},"two\r\nlines",web,7,,',
    'q,"first\nof May",shop,web,,,',
    f'q,{STAMP},"the ""best"" shop",web,5,,',
    f'q,{STAMP}, "shop" ,web,5,,',
    f'q,{STAMP},"sh"op,web,5,,',
    f"q,{STAMP},shop",
    f"q,{STAMP},shop",
    f"q,{STAMP},shop,web,,,,",
    f"r,{STAMP},shop,web,1,3,glad,",
    f"r,{STAMP},till,web,1,3.5,glad",
    f"r,{STAMP},café,web,1,+4,glad",
    f"r,{STAMP},till,app,1,5.,glad",
    f"q,{STAMP},shop,web,,,glad,x,y",
    "",
    "  ",
    ",,,,,,",
    f" q ,{STAMP} , shop,web , 4 ,,GLAD ",
    f"s,{STAMP},shop,web,9,,sad",
    f"s,{STAMP},shop,web,9,,sad",
    f",{STAMP},shop,web,nan,7,glad",
    f"t,{STAMP},shop,web,1d,inf,glad",
    f"t,{STAMP},shop,web,1e0,0x1,glad",
    f'q,{STAMP},sh"op,web,5,,',
]


def write_logs(folder: Path) -> Study:
    """Write the logs and return their study."""
    return study_of(
        _messy(folder), _packed(folder), _parquet(folder), _wide_text(folder), _dutch(folder), _several(folder),
        _days(folder), _american(folder), _several_ends(folder),
    )  # fmt: skip


def _messy(folder: Path) -> dict[str, Any]:
    (folder / "messy.csv").write_text("\n".join([HEADER, *MESSY]) + "\n", newline="")
    return {**LOG, "files": ["messy.csv"], "csv": {"encoding": "utf-8", "separator": ",", "decimal": "."}}


def _packed(folder: Path) -> dict[str, Any]:
    (folder / "_packed[1].txt").write_bytes(gzip.compress(GOOD.to_csv(index=False).encode()))
    return {**LOG, "files": ["_packed*"], "timezone": "Europe/Amsterdam"}


def _parquet(folder: Path) -> dict[str, Any]:
    good = GOOD.iloc[:4]
    stamps = pd.to_datetime(good["at"], format="mixed")
    frame = good.assign(
        customer=[1234567.0, 1234567.0, float("nan"), 5.0],
        at=stamps,
        csat=[5, 5, 9, 2],
        expected=[3.5, 3.5, None, None],
    )
    frame.to_parquet(folder / "micro.parquet")
    frame.assign(at=stamps.dt.tz_localize("UTC").astype("datetime64[ns, UTC]")).to_parquet(
        folder / "nano.parquet"
    )
    return {**LOG, "files": ["micro.parquet", "nano.parquet"], "timezone": "America/New_York"}


def _wide_text(folder: Path) -> dict[str, Any]:
    GOOD.to_csv(folder / "wide.csv", index=False, encoding="utf-16", sep="\t")
    return {**LOG, "files": ["wide.csv"], "cutoff": "2026-01-02"}


def _dutch(folder: Path) -> dict[str, Any]:
    rows = [
        ("a", "31-1-2026 10:00", "shop", "web", "4,5"),
        ("b", "29-3-2026 2:30", "shop", "web", "4.5"),
        ("b", "25-10-2026 02:30", "shop", "", "1"),
        ("b", "25-13-2026 02:30", "shop", "", "1"),
        ("c", "30-1-2026", "shop", "web", "x"),
        ("c", "2026-01-30 10:00", "shop", "web"),
    ]
    table_of(*rows).to_csv(
        folder / "dutch.csv", index=False, sep=";", encoding="utf-8-sig", lineterminator="\r\n"
    )
    options = {"dates": "%d-%m-%Y %H:%M", "decimal": ","}
    return {
        **LOG,
        "files": ["dutch.csv"],
        "timezone": "Europe/Amsterdam",
        "csv": options,
        "channel": {"constant": "it's"},
    }


def _several(folder: Path) -> dict[str, Any]:
    GOOD.iloc[[0, 2]].to_csv(folder / "z.csv", index=False)
    GOOD.iloc[[3, 1]].assign(extra="").to_csv(
        folder / "y.csv", index=False, columns=["extra", *COLUMNS[::-1]]
    )
    return {**LOG, "files": ["[yz].csv"], "channel": None, "emotion": None, "expectation": None}


def _days(folder: Path) -> dict[str, Any]:
    stamps = [
        "2026-05-01",
        "2026/05/02 9:05",
        "2026-05-03T24:00:00",
        "2026-05-04 10:00Z",
        "2026-05-05 10:00:00.123456789-0330",
    ]
    table_of(*((str(i), stamp, "shop") for i, stamp in enumerate(stamps))).to_csv(
        folder / "days.csv", index=False
    )
    return {**LOG, "files": ["days.csv"], "timezone": "Australia/Lord_Howe"}


def _american(folder: Path) -> dict[str, Any]:
    stamps = [
        "01/31/2026 12:05:09 AM",
        "01/31/26 01:05:09 pm",
        "1/31/2026 12:00:00 PM",
        "1/31/2026 13:00:00 PM",
    ]
    table_of(*((str(i), stamp, "shop") for i, stamp in enumerate(stamps))).to_csv(
        folder / "american.csv", index=False
    )
    return {**LOG, "files": ["american.csv"], "csv": {"dates": "%m/%d/%Y %I:%M:%S %p"}, "timezone": "UTC"}


def _several_ends(folder: Path) -> dict[str, Any]:
    text = f"{HEADER}\r\na,{STAMP},shop,web,5,3,glad\r\nb,{STAMP},shop\nc,{STAMP},shop,web,9,3,glad\r\n"
    (folder / "ends.csv").write_text(text, newline="")
    return {**LOG, "files": ["ends.csv"]}
