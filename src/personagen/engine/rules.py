"""The row rules of a log, compiled from its contract: the engine's checks, the counts and the messages all come from here.

What is wrong with a row belongs to `contracts.log`, checks in SQL to `predicates`, reading cells to `cells`, and what
happens to faulty rows to `staging`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass

import pandera.pandas as pa

from personagen.contracts.log import FAULTS, LOG_ROW, Fault
from personagen.engine.cells import CELLS
from personagen.engine.predicates import violations


@dataclass(frozen=True, kw_only=True)
class RowRule(Fault):
    """One check of a log row, and what is told of it.

    Parameters
    ----------
    check
        Its name in the table of faults.
    role
        The column it looks at.
    fails
        SQL over the columns of `cells`, true where the row breaks the rule.
    """

    check: str
    role: str
    fails: str


def compile_rules(schema: pa.DataFrameSchema, faults: Mapping[str, Fault]) -> tuple[RowRule, ...]:
    """Return the rules of a contract, in its order.

    Parameters
    ----------
    schema
        A contract of rows with columns of `contracts.log.LOG_ROW`.
    faults
        What is told of each check, by its published name.

    Raises
    ------
    NotImplementedError
        If the contract asks for something that can't be said in SQL of a row alone.
    KeyError
        If nothing is said of a check.
    """
    if schema.checks or schema.unique:
        raise NotImplementedError(f"{schema.name}: only checks of single cells can be said in SQL")
    return tuple(
        RowRule(
            **asdict(faults[check]), check=check, role=(column.metadata or {}).get("role", name), fails=fails
        )
        for name, column in schema.columns.items()
        for check, fails in violations(column, CELLS[name]).items()
    )


RULES = compile_rules(LOG_ROW, FAULTS)
RAGGED = RowRule(
    check="cells_ragged",
    role="customer",
    fails="",
    reason="the row has more or fewer cells than the header, or can't be read as text",
    mend="Put quotes around cells that hold the separator, and export again.",
    quarantines=True,
)
ROLES = tuple(dict.fromkeys(rule.role for rule in RULES))
CHECKS = tuple(rule.check for rule in (*RULES, RAGGED))


def faults_expression(roles: Collection[str]) -> str:
    """Return SQL of a number in which bit i says that the row breaks rule i, of the rules for some roles."""
    cases = [
        f"CASE WHEN {rule.fails} THEN {1 << bit} ELSE 0 END"
        for bit, rule in enumerate(RULES)
        if rule.role in roles
    ]
    return f"({' + '.join(cases)})"


def quarantine_mask() -> int:
    """Return the bits of the rules whose breaking takes a row out."""
    return sum(1 << bit for bit, rule in enumerate(RULES) if rule.quarantines)


def broken(faults: int) -> list[RowRule]:
    """Return the rules that the bits name.

    Examples
    --------
    >>> [rule.check for rule in broken(5)]
    ['customer_empty', 'touchpoint_empty']
    """
    return [rule for bit, rule in enumerate(RULES) if faults >> bit & 1]
