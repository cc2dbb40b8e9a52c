"""How far long work is: parts within parts, and nobody hears what is outside."""

import pytest

from personagen.progress import counted, heard_by, part_of_work


def test_parts_within_parts():
    heard = []
    with heard_by(heard.append), part_of_work(0.5, 1):
        list(counted([1, 2]))
        with part_of_work(0, 0.5):
            list(counted([1]))
    list(counted([1, 2, 3]))
    assert heard == pytest.approx([0.75, 1.0, 0.75])


def test_a_failure_leaves_the_span_as_it_was():
    heard = []
    with heard_by(heard.append):
        with pytest.raises(ZeroDivisionError), part_of_work(0.2, 0.4):
            raise ZeroDivisionError
        list(counted([1]))
    assert heard == [1.0]
