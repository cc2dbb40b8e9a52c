"""Words and numbers in the language of the study.

The words stand in `<language>/<domain>.yaml`, one file per domain (common, personas, journeys, segments, charts, report).
What is said doesn't belong here, only how it is spelled.
"""

from personagen.language.words import LANGUAGES, Words, words_in

__all__ = ["LANGUAGES", "Words", "words_in"]
