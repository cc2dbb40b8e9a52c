"""Tables and charts to one page that opens offline.

Computing findings beyond choosing rows belongs to the stages before.
"""

from personagen.report.info import ReportInfo
from personagen.report.page import render_report
from personagen.report.wave_sentences import say_differences
from personagen.report.waves import WavesInfo, render_waves

__all__ = ["ReportInfo", "WavesInfo", "render_report", "render_waves", "say_differences"]
