"""Which papers the app issues. Called once when the portal starts."""

from documents import kinds
from documents.enums import PaperKind
from reports.actions import annual
from reports.printouts import AnnualReportPaper


def register() -> None:
    """Say from what the yearly report is made and what follows once it is issued."""
    kinds.register(PaperKind.ANNUAL_REPORT, AnnualReportPaper, on_issued=annual.take_effect)
