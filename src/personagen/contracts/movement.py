"""Published tables made of whole journeys: movement between phases, moments, the journey map, coverage."""

from __future__ import annotations

from personagen.contracts.journey import EVIDENCE, EVIDENCE_MEANING
from personagen.contracts.published import HIGH, LOW, PERSONA, SUPPRESSED
from personagen.contracts.table import Cell, column, contract

TRANSITIONS = contract(
    "transitions",
    "How customers move from phase to phase; the shares of one from_phase add up to 1.",
    "persona, from_phase, to_phase",
    {
        "persona": column("text", PERSONA),
        "from_phase": column("text", "Phase, or START."),
        "to_phase": column("text", "Next other phase, or END."),
        "n_customers": column("count", "Customers who made the move.", blank=True),
        "n": column("count", "Moves.", blank=True),
        "share": column("share", "n / all moves from from_phase.", blank=True),
        "suppressed": column("flag", SUPPRESSED),
    },
    (
        Cell("n_customers", (), within=(("from_phase", "to_phase"),), rests=("n", "share")),
        Cell("n", ("share",), within=(("from_phase", "to_phase"),), is_people=False),
    ),
)
FUNNEL = contract(
    "funnel",
    "How many customers get how far; open: reached at all, closed: in order.",
    "persona, mode, phase",
    {
        "persona": column("text", PERSONA),
        "mode": column("text", "open or closed.", one_of=("open", "closed")),
        "phase": column("text", "Phase."),
        "n_persona": column("count", "The persona's linked customers.", blank=True),
        "n": column("count", "Customers.", blank=True),
        "of_start": column("share", "n / n_persona.", blank=True),
        "n_before": column(
            "count", "Customers of the phase before; of the first phase n_persona.", blank=True
        ),
        "n_both": column("count", "Those of them who came here too; closed: after it.", blank=True),
        "of_previous": column("share", "n_both / n_before.", blank=True),
        "suppressed": column("flag", SUPPRESSED),
    },
    (
        Cell("n", ("of_start",), base="n_persona", within=(("mode", "phase"),)),
        Cell("n_both", ("of_previous",), base="n_before", within=(("mode", "phase"),)),
    ),
)
MOMENTS = contract(
    "moments",
    "Moments of magic and of pain: where a persona's experience lies beyond its expectation or its own journey.",
    "persona, phase, touchpoint, kind",
    {
        "persona": column("text", PERSONA),
        "phase": column("text", "Phase."),
        "touchpoint": column("text", "Touchpoint; `all` for the whole phase."),
        "label": column("text", "What reports call the touchpoint."),
        "kind": column(
            "text",
            "magic, misery (gap beyond .1), peak, pain (valence .1 beyond the persona's mean) or truth.",
        ),
        "n": column("count", "Customers.", blank=True),
        "estimate": column("number", "Gap, or valence minus the persona's journey mean.", blank=True),
        "low": column("number", "Lower end of the FCR-adjusted interval.", blank=True),
        "high": column("number", "Upper end of it.", blank=True),
        "p": column("p", "Two-sided p of a truth within .1.", blank=True),
        "p_adjusted": column(
            "p", "After Benjamini-Hochberg over all gaps, or all valences, that were looked at.", blank=True
        ),
        "valence_source": column(
            "text", "What the valence rests on, as in `journey`; blank where n counts visitors.", blank=True
        ),
        "evidence": column("text", EVIDENCE_MEANING, one_of=EVIDENCE),
        "suppressed": column("flag", SUPPRESSED),
    },
    (Cell("n", ("estimate", "low", "high", "p", "p_adjusted")),),
)
# header: phase `all`, 1 = name of the persona (value, low, high: its share; n: respondents), 2 = its summary, 3 = period,
# 4 = who is linked to a customer (value = match rate, n = linked); by phase: text = label, position = place of the
# phase. reach, drop_off, valence, gap: value, low, high, n at position 1.
# days_to_next: value = median, high = 90th percentile. action, touchpoint: text, value = reach, n. channel: text,
# value = share of the phase's contacts. friction: text = touchpoint, value = share of its visitors, n = visitors. need_*: text, value = share, n, position = rank. others: text = the other
# persona, value = its valence. source: only where phases were asked about in different ways, text = what the valences of
# the phase rest on, as valence_source of journey says it. emotion: text, n. quote: text. moment: text = kind and place in words, value = estimate
# (above 0 good, below 0 bad, blank for a moment of truth). opportunity: text = rank and question, value = score, n. footer: phase `all`, one line of text a row.
MAP = contract(
    "map",
    "Everything the journey map draws, lane by lane.",
    "persona, phase, lane, position",
    {
        "persona": column("text", PERSONA),
        "phase": column("text", "Phase; `all` for what concerns the whole map."),
        "lane": column(
            "text",
            "header, reach, days_to_next, drop_off, action, touchpoint, channel, friction, need_functional, "
            "need_emotional, change_functional, change_emotional, valence, others, source, gap, emotion, quote, "
            "moment, opportunity or footer.",
        ),
        "position": column("count", "Place within the lane, from 1."),
        "text": column("text", "Words.", blank=True),
        "value": column("number", "Number behind it.", blank=True),
        "low": column("number", LOW, blank=True),
        "high": column("number", HIGH, blank=True),
        "n": column("count", "People behind it.", blank=True),
        "evidence": column("text", EVIDENCE_MEANING, blank=True),
    },
)
COVERAGE = contract(
    "coverage",
    "How much of each persona the touchpoint logs show.",
    "persona",
    {
        "persona": column("text", PERSONA),
        "n_respondents": column("count", "Respondents of the persona; blank for unassigned.", blank=True),
        "n_linked": column("count", "Those linked to a customer who isn't a bot.", blank=True),
        "n_customers": column("count", "Customers of the persona seen in the log, without bots.", blank=True),
        "match_rate": column("share", "n_linked / n_respondents.", blank=True),
        "unmapped_share": column(
            "share", "Share of their contacts at touchpoints without a phase.", blank=True
        ),
        "n_contacts": column("count", "Contacts, mapped or not.", blank=True),
        "n_bots": column(
            "count",
            "Customers with more contacts in a day than people have; nothing else counts them.",
            blank=True,
        ),
        "n_bot_contacts": column("count", "Their contacts.", blank=True),
        "suppressed": column("flag", SUPPRESSED),
    },
    (
        Cell("n_respondents", ("match_rate",), within=((),)),
        Cell("n_linked", ("match_rate",), base="n_respondents", within=((),)),
        Cell("n_customers", (), within=((),), rests=("unmapped_share", "n_contacts")),
        Cell("n_bots", ("n_bot_contacts",), within=((),)),
    ),
)
