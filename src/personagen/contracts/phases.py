"""The two built-in phase models."""

from __future__ import annotations

SIX = ("awareness", "orientation", "buy", "use", "service", "renewal")
FIVE = ("awareness", "consideration", "purchase", "use", "loyalty")
PHASE_MODELS: dict[str, tuple[str, ...]] = {"six": SIX, "five": FIVE}
