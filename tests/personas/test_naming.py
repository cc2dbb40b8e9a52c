"""Names that tell personas apart, and the sentence beside them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personagen.language import words_in
from personagen.personas.naming import Name, choose_names, find_traits, summarise_persona
from personagen.personas.naming.phrases import cut
from tests.personas.cases import make_profile, make_study

STUDY = make_study({"age": {"type": "number"}})
EN, NL = words_in("en"), words_in("nl")
LIKERT = {"type": "likert", "scale": [1, 5], "block": "psychographic"}


def names_of(profile, words=EN, study=STUDY):
    return {persona: name.text for persona, name in choose_names(find_traits(profile, study), words).items()}


def summaries_of(profile, words=EN):
    traits = find_traits(profile, STUDY)
    names = choose_names(traits, words)
    return {p: summarise_persona(traits[p], n.text, n.traits, words) for p, n in names.items()}


def said(*shares: float, block="psychographic", kind="yes_no"):
    return block, kind, list(shares)


def mean(*values: float, block="demographic", kind="number"):
    return block, kind, list(values)


# how people see a restaurant: two like it, two don't; for two of them it is cheap
VIEWS = make_profile(
    {
        ("Tasty", "yes"): said(0.98, 0.93, 0.17, 0.08),
        ("Yummy", "yes"): said(0.89, 0.87, 0.02, 0.02),
        ("Cheap", "yes"): said(0.92, 0.11, 0.90, 0.07),
        ("Expensive", "yes"): said(0.02, 0.92, 0.02, 0.90),
        ("Disgusting", "yes"): said(0.04, 0.11, 0.38, 0.73),
    }
)


def test_two_traits_name_where_one_is_not_enough_and_negations_come_last():
    # "Tasty" alone is true of the second too; nothing that half of the third say tells it from the first
    assert names_of(VIEWS) == {
        "1": "Tasty and cheap",
        "2": "Expensive and yummy",
        "3": "Cheap, not yummy",
        "4": "Expensive and disgusting",
    }
    assert names_of(VIEWS, NL)["3"] == "Cheap, niet yummy"


def test_one_trait_names_where_it_tells_from_all_others():
    profile = make_profile(
        {
            ("Looks at the price", "mean"): mean(4.5, 3, 3, block="psychographic", kind="likert"),
            ("Wants to be first", "mean"): mean(2.0, 4, 2, block="psychographic", kind="likert"),
            ("Age", "mean"): mean(30, 31, 60),
        },
    )
    assert names_of(profile) == {"1": "Looks at the price", "2": "Wants to be first", "3": "Highest age"}
    assert names_of(profile, NL)["3"] == "Hoogste age"


@pytest.mark.parametrize(
    ("label", "kind", "english", "dutch"),
    [
        ("Visits a year", "count", ("Most visits a year", "Fewest visits a year"), None),
        ("Number of visits", "count", ("Highest number of visits", "Lowest number of visits"), None),
        ("Dollars a basket", "number", ("Most dollars a basket", "Fewest dollars a basket"), None),
        ("Spent on wine", "number", ("Most spent on wine", "Least spent on wine"), None),
        ("Revenue (euro)", "number", ("Highest revenue", "Lowest revenue"), None),
        ("NPS", "number", ("Highest NPS", "Lowest NPS"), None),
        ("Leeftijd", "number", None, ("Hoogste leeftijd", "Laagste leeftijd")),
        ("Inkomen (euro)", "number", None, ("Hoogste inkomen", "Laagste inkomen")),
        ("Bezoeken per jaar", "count", None, ("Meeste bezoeken per jaar", "Minste bezoeken per jaar")),
        ("Aantal bezoeken", "count", None, ("Hoogste aantal bezoeken", "Laagste aantal bezoeken")),
        ("Uitgegeven aan wijn", "number", None, ("Meest uitgegeven aan wijn", "Minst uitgegeven aan wijn")),
        ("Personen in huis", "number", None, ("Meeste personen in huis", "Minste personen in huis")),
    ],
)
def test_numbers_are_ranked_in_words(label, kind, english, dutch):
    profile = make_profile({(label, "mean"): mean(9, 5, kind=kind)}, sd=2)
    study = STUDY.model_copy(update={"language": "en" if english else "nl"})
    names = names_of(profile, EN if english else NL, study)
    assert tuple(names.values()) == (english or dutch)


def test_a_number_that_does_not_lead_is_high_or_low():
    profile = make_profile(
        {("Visits", "mean"): mean(9, 8.9, 0.01, kind="count"), ("Age", "mean"): mean(70, 30, 30)}
    )
    names = names_of(profile)
    assert names == {"1": "Highest age", "2": "Low age · Many visits", "3": "No visits"}
    assert names_of(profile, NL)["2"] == "Age: laag · Veel visits"


def test_no_number_is_called_the_most_where_another_interval_reaches_it():
    profile = make_profile({("Visits", "mean"): mean(9, 8, 3, kind="count")}, sd=2)
    assert names_of(profile)["1"] == "Most visits"
    # half a standard deviation apart still, but of few people
    wide = profile.assign(base_n=16, n=16, low=profile["value"] - 1.07, high=profile["value"] + 1.07)
    assert names_of(wide)["1"] == "Many visits"


@pytest.mark.parametrize("kind", ["nominal", "ordinal", "multi"])
@pytest.mark.parametrize(("share", "is_named"), [(0.49, False), (0.5, True)])
def test_an_answer_names_a_persona_only_if_half_of_it_gave_it(kind, share, is_named):
    profile = make_profile({("Garden", "large"): said(share, 0.1, 0.1, block="demographic", kind=kind)})
    assert names_of(profile)["1"] == ("Garden: large" if is_named else "Mixed profile")


def test_an_item_names_only_whom_it_is_true_of():
    study = make_study({"Wants advice": LIKERT, "Shares photos": LIKERT})
    items = {
        ("Wants advice", "mean"): mean(2.4, 1.2, block="psychographic", kind="likert"),
        ("Shares photos", "mean"): mean(4.0, 3.2, block="psychographic", kind="likert"),
    }
    # 2.4 is more than 1.2 and still disagreement
    assert names_of(make_profile(items), study=study) == {"1": "Shares photos", "2": "Not: Wants advice"}


def test_a_negation_of_what_hardly_anybody_says_is_no_name():
    rare = make_profile({("Healthy", "yes"): said(0.02, 0.44)})
    assert names_of(rare) == {"1": "Mixed profile", "2": "Mixed profile (2)"}
    common = make_profile({("Healthy", "yes"): said(0.02, 0.52)})
    assert names_of(common) == {"1": "Not healthy", "2": "Healthy"}


def test_features_go_before_descriptors():
    profile = make_profile(
        {
            ("Town", "Assen"): said(0.9, 0.1, block="demographic", kind="nominal"),
            ("Wants advice", "mean"): mean(4.0, 3.0, block="psychographic", kind="likert"),
        }
    )
    assert names_of(profile)["1"] == "Wants advice"
    profile["role"] = profile["variable"].map({"Wants advice": "descriptor"}).fillna("feature")
    assert names_of(profile)["1"] == "Town: Assen"


@pytest.mark.parametrize(
    ("kind", "high", "low", "said_high", "said_low"),
    [
        ("yes_no", 0.9, 0.2, "Says yes to nearly everything", "Says no to nearly everything"),
        ("likert", 4.5, 1.5, "Agrees with nearly everything", "Disagrees with nearly everything"),
    ],
)
def test_who_says_yes_to_everything_is_named_by_that(kind, high, low, said_high, said_low):
    level = "yes" if kind == "yes_no" else "mean"
    items = {(f"Item {i}", level): said(high, low, kind=kind) for i in range(4)}
    study = make_study(
        {f"Item {i}": LIKERT for i in range(4)} if kind == "likert" else {"age": {"type": "number"}}
    )
    assert names_of(make_profile(items), study=study) == {"1": said_high, "2": said_low}
    items[("Item 3", level)] = items[("Item 2", level)] = said(low, high, kind=kind)
    assert names_of(make_profile(items), study=study)["1"].startswith("Item")


def test_who_agrees_with_what_others_put_elsewhere_disagrees_with_nearly_nothing():
    items = {(f"Item {i}", "mean"): said(1.5, 4.5, kind="likert") for i in range(4)}
    items |= {(f"Habit {i}", "mean"): said(4.5, 1.5, kind="likert", block="behavioural") for i in range(2)}
    study = make_study({name: LIKERT for name, _ in items})
    assert "everything" not in " ".join(names_of(make_profile(items), study=study).values())


def test_without_markers_the_profile_is_average_and_numbered():
    profile = make_profile({("Age", "mean"): mean(40, 40)})
    assert names_of(profile, NL) == {"1": "Gemiddeld profiel", "2": "Gemiddeld profiel (2)"}


def test_long_labels_are_cut_at_a_word():
    label = "Wants to lose as little time as possible with shopping"
    profile = make_profile({(label, "mean"): mean(4.5, 3, block="psychographic", kind="likert")})
    assert names_of(profile)["1"] == "Wants to lose as little time as…"
    assert cut("a" * 50) == "a" * 39 + "…"


def test_a_hidden_cell_gives_no_name_and_is_not_used_to_tell_apart():
    profile = make_profile({("Garden", "large"): said(0.9, 0.3, block="demographic", kind="nominal")})
    hidden = profile.assign(base_n=[4, 1000, 1004], n=[4, 300, 304])
    assert names_of(hidden)["1"] == "Average profile"
    traits = find_traits(profile.assign(n=[900, 3, 903]), STUDY)
    assert [len(each) for each in traits.values()] == [0, 0]  # the other would tell the hidden one


def test_the_sentence_tells_something_else_than_the_name():
    assert summaries_of(VIEWS) == {
        "1": "They say “Expensive” and “Disgusting” less often, and “Yummy” more often than others.",
        "2": "They say “Cheap” and “Disgusting” less often, and “Tasty” more often than others.",
        "3": "They say “Expensive” and “Tasty” less often than others.",
        "4": "They say “Tasty”, “Yummy” and “Cheap” less often than others.",
    }
    assert summaries_of(VIEWS, NL)["2"] == (
        "Zij zeggen “Cheap” en “Disgusting” minder vaak, en “Tasty” vaker dan anderen."
    )


def test_the_sentence_speaks_of_what_they_think_are_and_do():
    profile = make_profile(
        {
            ("Wants to be first", "mean"): mean(4.5, 3, block="psychographic", kind="likert"),
            ("Likes phones", "mean"): mean(4.2, 3, block="psychographic", kind="likert"),
            ("Age (years)", "mean"): mean(28, 46),
            ("Town", "Assen"): said(0.9, 0.3, block="demographic", kind="nominal"),
            ("Visits", "mean"): mean(133, 57, block="behavioural", kind="count"),
            ("Has the app", "yes"): said(0.9, 0.4, block="behavioural"),
        }
    )
    assert summaries_of(profile)["1"] == (
        "“Likes phones” fits them better than others, and they have the lowest age and the most visits."
    )
    assert summaries_of(profile, NL)["1"] == (
        "“Likes phones” past meer bij hen dan bij anderen, hun age is het laagst, en zij hebben de meeste visits."
    )


@pytest.mark.parametrize(
    ("item", "english", "dutch"),
    [
        (
            said(0.9, 0.2, block="behavioural"),
            "“X” is true of them more often than of others.",
            "“X” geldt vaker voor hen dan voor anderen.",
        ),
        (
            said(0.7, 0.2, kind="nominal"),
            "“yes” (X) holds for most of them.",
            "“yes” (X) geldt voor de meesten.",
        ),
        (
            said(0.4, 0.1, kind="ordinal"),
            "“yes” (X) is more common among them.",
            "“yes” (X) komt bij hen vaker voor.",
        ),
    ],
)
def test_answers_in_a_sentence(item, english, dutch):
    traits = find_traits(make_profile({("X", "yes"): item}), STUDY)["1"]
    assert summarise_persona(traits, "Anna", (), EN) == english
    assert summarise_persona(traits, "Anna", (), NL) == dutch


SHARES = st.floats(0.02, 0.98).map(lambda share: round(share, 3))
MEANS = st.floats(0, 10).map(lambda value: round(value, 2))


@st.composite
def profiles(draw):
    k = draw(st.integers(2, 6))
    items = {}
    for i in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["yes_no", "likert", "number", "count", "nominal"]))
        is_mean = kind in ("likert", "number", "count")
        block = draw(st.sampled_from(["psychographic", "demographic", "behavioural"]))
        label = f"Label {'with many words ' * draw(st.integers(0, 2))}{i}"
        values = draw(st.lists(MEANS if is_mean else SHARES, min_size=k, max_size=k))
        items[label, "mean" if is_mean else "yes"] = (block, kind, values)
    profile = make_profile(items)
    small = draw(st.lists(st.integers(0, len(profile) - 1), max_size=3))
    profile.loc[small, ["n", "base_n"]] = 3
    return profile


@settings(max_examples=60)
@given(profiles(), st.sampled_from([EN, NL]))
def test_names_are_distinct_short_and_true_of_shown_cells(profile, words):
    names = choose_names(find_traits(profile, STUDY), words)
    texts = [name.text for name in names.values()]
    assert len({text.casefold() for text in texts}) == len(texts)
    assert all(0 < len(text) <= 40 for text in texts)
    cells = profile.set_index(["persona", "variable", "level"])
    for persona, name in names.items():
        for trait in name.traits:
            cell = cells.loc[(persona, trait.variable, trait.level)]
            assert cell["n"] >= STUDY.privacy.minimum_cell
            if trait.type in ("yes_no", "nominal"):
                assert (cell["value"] >= 0.5) == trait.is_up


@settings(max_examples=40)
@given(profiles(), st.randoms(use_true_random=False))
def test_order_and_numbers_of_personas_change_no_name(profile, random):
    personas = [p for p in dict.fromkeys(profile["persona"]) if p != "all"]
    other = dict(zip(personas, random.sample(personas, len(personas)), strict=True))
    moved = profile.assign(persona=profile["persona"].map(lambda p: other.get(p, p)))
    moved = moved.sample(frac=1, random_state=random.randrange(99)).reset_index(drop=True)
    once, again = (choose_names(find_traits(table, STUDY), EN) for table in (profile, moved))
    # equal names are numbered in the order of the personas: what they say is compared
    assert {p: traits_of(again[other[p]]) for p in personas} == {p: traits_of(once[p]) for p in personas}


def traits_of(name):
    return [(trait.variable, trait.level, trait.is_up, trait.leads) for trait in name.traits]


def test_equal_names_are_numbered_within_the_length():
    label = "Wants to lose as little time as possible with shopping"
    profile = make_profile({(label, "mean"): mean(4.5, 4.5, 2, block="psychographic", kind="likert")})
    names = names_of(profile)
    assert names["2"] == "Wants to lose as little time as… (2)"
    assert Name("x").traits == ()


def test_both_languages_have_the_same_words():
    one, other = ({key for key in words.entries if key.startswith("personas.")} for words in (NL, EN))
    assert one == other
