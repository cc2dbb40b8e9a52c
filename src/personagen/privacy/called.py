"""Names of people whom the sources know: which words of a text are one of them.

Only names that stand in a source can be known: those of an interviewer or a neighbour can't. Which columns hold names
belongs to `persons`, what else is personal in a text to `text`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_BETWEEN = re.compile(r"[\s.\-'’]{1,3}")
_SHORTEST = 3

# parts of names that tell nobody apart
PARTICLES = frozenset(
    re.split(
        r"\s+",
        "aan and bij das dat de del den der des dhr dit dos dr drs een heer het in ing ir la las le los mevr mevrouw mr mrs "
        "ms mw op prof san 't te ten ter the tot und van von",
    )
)
# names that are words too, in Dutch and English: they are masked with a capital only
_WORDS = frozenset(
    re.split(
        r"\s+",
        "amber april arend art august autumn baas baker bakker bank banks beek beer bel bell belt ben bent berg "
        "best bill bird bishop bisschop black blauw blij bloem boer bond boom booth bos bron brook brown brug "
        "bruin buis bush butcher carpenter carter case cash chase church cliff close cook cooper cross crow daisy dale "
        "dam dawn day dean dekker dijk dik drake drew duif duin dun faith fall farmer field fields fisher ford forest "
        "fox frank gardener geloof glen goed good goud graaf grace grant gray green grey grijs groen groot guy "
        "haan haas hawk heath heather heide herder herfst hill hoek hof hond hoop hope huis hunter iris ivy jager "
        "jasmijn jong joy june juni kamp kant kat keizer kerk kerst king klein knight kok koning kort koster "
        "kramer kuiper lake lamb lane lang law leeuw lente lief lily linde little long lord love maan maandag major "
        "mark marsh marshall mason max may meer meester mei merel miles miller molenaar mooi moon moor "
        "mus oud page park parker pat patience paus pearl poel pol pool pope post pot potter power powers "
        "price prince prins ray reed rich rivers robin rood roos rose ruby rush sandy schilder schipper sergeant "
        "sharp shepherd short skip slager small smid sole sparks speed spreeuw spring staal star steel steen "
        "ster sterre stew stoel stok stone street strong sue summer sun swan sweet swift taylor timmer timmerman "
        "turner valk veld vink viola violet visser vos vrij vrijdag vroom wade walker ward waters weaver weg weide "
        "wells werf white wijs wil will winter wise wit wolf wood woods young zand zee zilver zomer zon zondag zwaan "
        "zwart",
    )
)


@dataclass(frozen=True)
class Names:
    """Names to be found in texts, prepared once; they show in no message.

    Parameters
    ----------
    wholes
        Names of several words by their first one, the longest first.
    parts
        Words that are a name or a part of one.
    """

    wholes: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict, repr=False)
    parts: frozenset[str] = field(default_factory=frozenset, repr=False)

    @classmethod
    def of(cls, names: Iterable[str], texts: Iterable[str] | None = None) -> Names:
        """Return names prepared; case, accents and what stands between their words don't matter.

        Parameters
        ----------
        names
            Names as they stand in a source, of one word or more.
        texts
            Where they will be looked for: others than could be found there are left out, which saves time.
        """
        said = None if texts is None else {word for text in texts for word in _WORD.findall(_fold(text))}
        split = (tuple(_WORD.findall(_fold(name))) for name in names)
        words = sorted({whole for whole in split if whole and (said is None or not said.isdisjoint(whole))})
        wholes: dict[str, list[tuple[str, ...]]] = {}
        for whole in words:
            if len(whole) > 1:
                wholes.setdefault(whole[0], []).append(whole)
        longest_first = {
            first: tuple(sorted(all_, key=lambda w: (-len(w), w))) for first, all_ in wholes.items()
        }
        least = {whole: _SHORTEST - 1 if len(whole) == 1 else _SHORTEST for whole in words}
        parts = (word for whole in words for word in whole if len(word) >= least[whole])
        return cls(longest_first, frozenset(parts) - PARTICLES)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where names stand in a text, start and end: whole ones first, then parts of at least three letters.

        A part that is also a word counts with a capital only, and so does a name of two letters.

        Examples
        --------
        >>> names = Names.of(["Anna de Vries", "Roos Bakker"])
        >>> said = "Die roos kreeg ik van Roos, en anna de vries weet van de prijs."
        >>> [said[start:end] for start, end in names.find(said)]
        ['Roos', 'anna de vries']
        """
        found = list(_WORD.finditer(text))
        words = [_fold(match.group()) for match in found]
        place = 0
        while place < len(found):
            length = self._whole_at(text, found, words, place) or int(
                self._is_part(found[place].group(), words[place])
            )
            if length:
                yield found[place].start(), found[place + length - 1].end()
            place += length or 1

    def _whole_at(self, text: str, found: list[re.Match[str]], words: list[str], place: int) -> int:
        """Return how many words from here are one whole name; 0 if none."""
        for whole in self.wholes.get(words[place], ()):
            matches = found[place : place + len(whole)]
            gaps = (text[a.end() : b.start()] for a, b in itertools.pairwise(matches))
            if tuple(words[place : place + len(whole)]) == whole and all(map(_BETWEEN.fullmatch, gaps)):
                return len(whole)
        return 0

    def _is_part(self, written: str, word: str) -> bool:
        if word not in self.parts:
            return False
        return written[0].isupper() or (len(word) >= _SHORTEST and word not in _WORDS)


NOBODY = Names()


def _fold(word: str) -> str:
    """Return words without case and accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
