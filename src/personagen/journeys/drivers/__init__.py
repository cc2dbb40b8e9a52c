"""What goes with the outcome of the study: the table `drivers`. Nothing here says what causes it."""

from personagen.journeys.drivers.table import find_drivers, say_drivers

__all__ = ["find_drivers", "say_drivers"]
