"""What the command line asks for goes before the study file, and changes nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from personagen.exports import read_sources
from personagen.ingest import ingest_research
from personagen.study import read_study
from pipelines.choices import with_choices
from tests.promises.small_study import make_small_study


@pytest.mark.parametrize(("asked", "language"), [("nl", "nl"), (None, "en")])
def test_a_report_in_another_language_reads_the_emotion_words_of_the_study(
    tmp_path: Path, asked: str | None, language: str
):
    study_file = with_choices(
        read_study(make_small_study(tmp_path).path), k=None, engine=None, language=asked
    )
    emotions = ingest_research(study_file, read_sources(study_file)).emotions
    assert study_file.study.language == language
    assert "disappointed" in emotions
    assert "teleurgesteld" not in emotions
