"""What was felt in a contact as one whole number of 64 bits: rows of few narrow columns are kept, sorted and read fastest.

From the highest bit: the source of the valence, valence and expectation in millionths, the emotion word; 0 is blank.
"""

from __future__ import annotations

from personagen.engine.cells import MICRO

_EMOTION_BITS, _MICRO_BITS = 15, 21
_EXPECTATION_AT = _EMOTION_BITS
_VALENCE_AT = _EXPECTATION_AT + _MICRO_BITS
_SOURCE_AT = _VALENCE_AT + _MICRO_BITS
_ABOVE = MICRO + 1  # millionths of -1..1 become whole numbers from 1 up


def pack_felt() -> str:
    """Return SQL of the number, over valence_source, valence_micro, expectation_micro and emotion."""
    return (
        f"(coalesce(valence_source, 0)::BIGINT << {_SOURCE_AT}) "
        f"+ (coalesce(valence_micro + {_ABOVE}, 0)::BIGINT << {_VALENCE_AT}) "
        f"+ (coalesce(expectation_micro + {_ABOVE}, 0)::BIGINT << {_EXPECTATION_AT}) + coalesce(emotion + 1, 0)"
    )


def unpack_felt() -> dict[str, str]:
    """Return SQL of what the number ``felt`` holds, by name; ``gap_micro`` is valence - expectation."""
    valence, expectation = (
        f"nullif((felt >> {at}) & {(1 << _MICRO_BITS) - 1}, 0)" for at in (_VALENCE_AT, _EXPECTATION_AT)
    )
    return {
        "valence_source": f"nullif(felt >> {_SOURCE_AT}, 0)::TINYINT",
        "valence_micro": f"({valence} - {_ABOVE})::INTEGER",
        "expectation_micro": f"({expectation} - {_ABOVE})::INTEGER",
        "gap_micro": f"({valence} - {expectation})::INTEGER",
        "emotion": f"(nullif(felt & {(1 << _EMOTION_BITS) - 1}, 0) - 1)::SMALLINT",
    }
