"""Django configuration of the app ``reports``."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # The models these import are loaded only now.
        from documents import kinds
        from documents.enums import PaperKind
        from reports.actions import annual
        from reports.printouts import AnnualReportPaper

        kinds.register(PaperKind.ANNUAL_REPORT, AnnualReportPaper, on_issued=annual.take_effect)
