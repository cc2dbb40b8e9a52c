"""The advice on each variable: keep it, leave it out, or know that the segments hang on it. Never followed silently.

A variable is told by how far the others foretell it (`foretelling`), or how far it differs between segments formed
without it, whichever is more: its *bearing*. It only adds noise where

- its bearing is next to nothing; or
- its bearing is little, and yet much of its variance lies between the segments: it cuts people up by itself. Such
  variables hide each other, so the one that does so most goes first, segments are formed again, and so on.

Where more than half of the variables would go, the variables have little to do with each other and none is named:
there is nothing that noise could be told from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

NOTHING = 0.02
LITTLE = 0.1
CUTS_BY_ITSELF = 0.3
DECISIVE = 0.65
"""Below this adjusted Rand index the segments without the variable are others."""

OwnShares = Callable[[Sequence[str]], Mapping[str, float]]


def find_noise(bearing: Mapping[str, float], own_shares: OwnShares) -> list[str]:
    """Return the variables that only add noise, in the order in which they were found.

    Parameters
    ----------
    bearing
        Variable to what others tell of it, 0..1.
    own_shares
        Forms segments on some of the variables, and returns for each the part of its variance that lies between them.

    Examples
    --------
    >>> find_noise({"a": 0.5, "b": 0.4, "coin": 0.01}, lambda names: dict.fromkeys(names, 0.6))
    ['coin']
    >>> find_noise({"a": 0.0, "b": 0.0, "c": 0.0}, lambda names: dict.fromkeys(names, 0.6))
    []
    """
    noise = sorted((name for name in bearing if bearing[name] < NOTHING), key=lambda name: bearing[name])
    stays = [name for name in bearing if name not in noise]
    while 2 * len(noise) <= len(bearing) and any(bearing[name] < LITTLE for name in stays):
        own = own_shares(stays)
        loud = {name: own[name] - bearing[name] for name in stays if bearing[name] < LITTLE}
        loudest = max(loud, key=lambda name: loud[name])
        if loud[loudest] < CUTS_BY_ITSELF:
            break
        noise.append(loudest)
        stays.remove(loudest)
    return noise if 2 * len(noise) <= len(bearing) else []


def advise(name: str, noise: Sequence[str], ari_without: float) -> str:
    """Return the advice on a variable: leave_out, decisive or keep.

    Examples
    --------
    >>> [advise("a", noise, ari) for noise, ari in ((["a"], 0.2), ([], 0.64), ([], 0.65))]
    ['leave_out', 'decisive', 'keep']
    """
    if name in noise:
        return "leave_out"
    return "decisive" if ari_without < DECISIVE else "keep"
