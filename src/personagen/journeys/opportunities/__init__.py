"""Where the experience of a persona lies under its own journey, what that costs, and what people made of it.

Made from published tables, so that nothing hidden enters. What becomes of an opportunity from run to run belongs to
`followed`; moments, which lie beyond a band, to the module beside this folder.
"""

from personagen.journeys.opportunities.build import build_opportunities, say_opportunities
from personagen.journeys.opportunities.severity import count_tested

__all__ = ["build_opportunities", "count_tested", "say_opportunities"]
