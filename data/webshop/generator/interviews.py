"""The coded interviews: which codes whom, and the fragments in which they say it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.webshop.generator import plan
from data.webshop.generator.files import read_part, to_csv
from data.webshop.generator.people import People

SLOTS = {
    "kinderen": (
        "twee kleuters",
        "drie kinderen",
        "een tweeling van vier",
        "vier kinderen",
        "twee pubers en een kleuter",
    ),
    "tijd": ("half elf", "kwart voor zes", "zeven uur", "tien voor half negen", "negen uur"),
    "dag": ("zaterdag", "woensdag", "vrijdag", "dinsdag", "maandag", "donderdag"),
    "bedrag": (
        "vijftien euro",
        "veertig euro",
        "een tientje",
        "tachtig euro",
        "dertig euro",
        "vijfentwintig euro",
    ),
    "product": (
        "een stofzuiger",
        "een nieuwe koptelefoon",
        "schoenen voor de kinderen",
        "een koffiemachine",
        "een airfryer",
        "zo'n slimme lamp",
        "een dekbed",
        "een föhn",
        "een boormachine",
        "een tuinset",
    ),
    "apparaat": ("wasmachine", "koelkast", "vaatwasser", "stofzuiger", "oven", "droger", "koffiemachine"),
    "leeftijd": ("achtenzestig", "eenenzestig", "zeventig", "vierenzestig", "negenenvijftig"),
    "jaren": ("twaalf jaar", "twintig jaar", "vijf jaar", "acht jaar", "een jaar of tien"),
    "tijdsduur": ("veertig minuten", "een uur", "bijna een uur", "vijfentwintig minuten"),
}
SENTIMENT = {
    "background": (-1, 0, 0, 1),
    "goal": (0, 0, 1, 1),
    "motivation": (0, 1, 1),
    "pain_point": (-2, -2, -1),
    "need": (0, 0, 0, 1),
    "delight": (1, 2, 2),
}
# Personal data that has to be masked, and text that has to be escaped: added to a fragment with consent.
PERSONAL = (
    " Mail me anders maar op j.devries@example.nl.",
    " U mag me bellen op 06-12345678, na zessen.",
    " Ik had ze nog gemaild vanaf fam.bakker@example.nl, nooit iets gehoord.",
    " Mijn nummer is +31 6 87654321, dat hadden ze gewoon.",
    " Het geld moest naar NL91ABNA0417164300, maar dat lukte niet.",
    " Ze hadden het naar 1234 AB gestuurd in plaats van naar ons.",
)
MARKUP = (
    " Het stond er <b>vet</b> bij, dus dan lees je het.",
    " En dan <script>alert('hoi')</script> in beeld, wat is dat nou weer?",
)
FORMULA = "=1+1 stond er in mijn overzicht, ik dacht: wat is dit?"
BEFORE_SHARE, AFTER_SHARE = 0.25, 0.25
REFUSED = (3, 3, 2, 2)
EMPTY = ""


class Voice:
    """Says a code in ever other words: each template in turn, slots drawn, never the same twice."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.templates: dict[tuple[str, str], list[str]] = defaultdict(list)
        for code, phase, text in read_part("fragments.csv", ";").itertuples(index=False, name=None):
            self.templates[code, phase].append(text)
        asides = read_part("asides.csv", ";")
        self.before = asides.loc[asides["place"] == "before", "text"].tolist()
        self.after = asides.loc[asides["place"] == "after", "text"].tolist()
        self.queues: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.said: set[str] = set()

    def say(self, code: str, phase: str) -> str:
        """Return a fragment for a code in a phase that wasn't said before."""
        text = self._speak(code, phase)
        while text in self.said:
            text = self._speak(code, phase)
        self.said.add(text)
        return text

    def _speak(self, code: str, phase: str) -> str:
        text = self._template(code, phase)
        if self.rng.random() < BEFORE_SHARE:
            text = self._pick(self.before) + text[0].lower() + text[1:]
        if self.rng.random() < AFTER_SHARE:
            text += self._pick(self.after)
        return re.sub(r"\{(\w+)\}", lambda slot: self._pick(SLOTS[slot[1]]), text)

    def _template(self, code: str, phase: str) -> str:
        """Return the next template for the code: of the phase itself or of any phase."""
        queue = self.queues[code, phase]
        if not queue:
            texts = self.templates[code, phase] + (self.templates[code, EMPTY] if phase else [])
            queue.extend(texts[i] for i in self.rng.permutation(len(texts)))
        return queue.pop()

    def _pick(self, texts: list[str] | tuple[str, ...]) -> str:
        return texts[int(self.rng.integers(len(texts)))]


def needs_of(persona: int, phase: str) -> list[str]:
    """Return the needs of a persona in a phase, the most mentioned first."""
    first, emotional, second, second_emotional = plan.NEEDS[persona]
    name, _, changes_in, _, _ = plan.CHANGED_NEED
    changed = plan.PERSONAS[persona] == name and plan.PHASES.index(phase) >= plan.PHASES.index(changes_in)
    if changed:
        first, second = second, first
    return [first, emotional, second, second_emotional]


def planned_mentions() -> Iterator[tuple[int, str, str, int]]:
    """Yield persona, phase (or blank), code and how many interviewed members mention it."""
    codebook = read_part("codebook.csv").set_index("code")
    for persona in range(len(plan.PERSONAS)):
        for owner, codes in enumerate(plan.TYPICAL_CODES):
            counts = plan.TYPICAL_COUNTS if owner == persona else plan.OTHER_COUNTS
            for code in codes:
                yield persona, str(codebook.loc[code, "phase"]), code, counts[persona]
        for phase in plan.NEED_PHASES:
            for code, count in zip(needs_of(persona, phase), plan.NEED_COUNTS[persona], strict=True):
                yield persona, phase, code, count


def _consents(rng: np.random.Generator, interviewed: pd.DataFrame) -> dict[str, str]:
    refused: set[str] = set()
    for persona, count in enumerate(REFUSED):
        members = interviewed.loc[interviewed["persona"] == persona, "respondent_id"].to_numpy()
        refused.update(rng.choice(members, count, replace=False))
    return {one: "nee" if one in refused else "ja" for one in interviewed["respondent_id"]}


def _plant_text(rng: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """Add personal data and markup to a few fragments that may be quoted."""
    planted = rows.copy()
    needs = planted["code"].str.startswith("wens_") & (planted["toestemming"] == "ja")
    places = rng.choice(np.flatnonzero(needs), len(PERSONAL) + len(MARKUP) + 1, replace=False)
    column = plan.position(planted, "fragment")
    for place, addition in zip(places, (*PERSONAL, *MARKUP), strict=False):
        planted.iloc[place, column] = str(planted.iloc[place, column]) + addition
    planted.iloc[places[-1], column] = FORMULA
    return planted


def build_interviews(seed: int, people: People) -> str:
    """Return the coded fragments as CSV text: deelnemer, fase, code, fragment, sentiment, toestemming."""
    rng = plan.generator_for(seed, 4)
    interviewed = people.respondents.loc[people.respondents["is_interviewed"]]
    theme = read_part("codebook.csv").set_index("code")["theme"].to_dict()
    voice, consents = Voice(rng), _consents(rng, interviewed)
    rows = []
    for persona, phase, code, count in planned_mentions():
        members = interviewed.loc[interviewed["persona"] == persona, "respondent_id"].to_numpy()
        for member in rng.choice(members, count, replace=False):
            feeling = SENTIMENT[theme[code]][int(rng.integers(len(SENTIMENT[theme[code]])))]
            rows.append((member, phase, code, voice.say(code, phase), str(feeling), consents[member]))
    columns = ["deelnemer", "fase", "code", "fragment", "sentiment", "toestemming"]
    frame = _plant_text(rng, pd.DataFrame(rows, columns=columns))
    order = frame.assign(position=frame["fase"].map(("", *plan.PHASES).index))
    order = order.sort_values(["deelnemer", "position", "code"], kind="stable")
    return to_csv(frame.loc[order.index])
