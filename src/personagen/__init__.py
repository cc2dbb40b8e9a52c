"""Turn a company's own research into personas and customer journeys that people can defend.

Each subpackage is one stage of the road or one thing that all stages share; see README.md, "How the code is laid out".
"""

__version__ = "0.1.0"
