"""Tables and charts to one page that opens offline.

Computing findings beyond choosing rows belongs to the stages before.
"""

from personagen.report.info import ReportInfo
from personagen.report.page import render_report

__all__ = ["ReportInfo", "render_report"]
