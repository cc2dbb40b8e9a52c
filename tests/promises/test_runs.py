"""What the promises look through: everything written in a file, and not the packed pixels of a picture."""

from pathlib import Path

from matplotlib.figure import Figure

from tests.promises.runs import texts_in


def test_the_words_of_a_picture_are_read_and_its_pixels_are_not(tmp_path: Path):
    figure = Figure()
    figure.text(0.5, 0.5, "seen")
    figure.savefig(tmp_path / "a.png", metadata={"Source": "from tables/needs.csv"})
    whole = (tmp_path / "a.png").read_bytes()
    (read,) = {text for name, text in texts_in(tmp_path) if name == "a.png" and text.startswith(b"\x89PNG")}
    assert b"from tables/needs.csv" in read
    assert b"IDAT" in whole
    assert b"IDAT" not in read
    assert read.endswith(b"IEND\xaeB`\x82")
