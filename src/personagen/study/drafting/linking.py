"""Who is whom where no file says so: a column of the survey with ids of customers."""

from __future__ import annotations

from collections.abc import Collection

from personagen.study.drafting.export import Export
from personagen.study.drafting.kinds import is_one_row_each
from personagen.study.drafting.roles import Section
from personagen.study.drafting.wordlists import names

_FEWEST = 5


def draft_own_links(survey: Export, respondent: str | None, customers: Collection[str]) -> Section | None:
    """Draft links within the survey; None where its respondents are the customers, or no column holds their ids.

    Parameters
    ----------
    respondent
        Column with the respondents' ids.
    customers
        Ids that occur in analytics and the logs, or in the first rows of these.

    Returns
    -------
    Section or None
        Without keys, but with a remark, where the ids can't be named under ``links`` as the survey is.
    """
    known = set(customers)
    n_known = {name: len(known & column.answers.keys()) for name, column in survey.columns.items()}
    found = [name for name in n_known if name == respondent or _could_hold_customers(survey, name)]
    best = max(found, key=lambda name: (n_known[name], name == respondent), default=respondent)
    if best is None or best == respondent or n_known[best] < _FEWEST:
        return None
    if respondent is None or len(survey.files) > 1:
        why = "the respondents have no id" if respondent is None else "the survey has several files"
        remark = f"unsure: {best} holds ids of customers, but {why}: name a file with respondent and customer under links"
        return Section({}, (best,), (remark,))
    keys = {"file": survey.files[0], "respondent": respondent, "customer": best}
    return Section(keys, (best,), (f"unsure: {n_known[best]} of the ids in {best} are known as customers",))


def _could_hold_customers(survey: Export, name: str) -> bool:
    is_id = survey.guesses[name].left_out == "id" or names(survey.columns[name].words, "customer")
    return is_id and is_one_row_each(survey, name)
