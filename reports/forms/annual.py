"""What the office types into a yearly report, and when it issues it."""

from crispy_forms.layout import Field, Layout
from django import forms

from accounts.forms import PortalForm, VersionedForm
from reports.actions.annual import ReportText

_LONG = 20000


def _long_text(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnnualTextForm(VersionedForm):
    """The words beside the figures. Every part may stay empty."""

    situation = _long_text(
        "I. Công tác lãnh đạo, chỉ đạo", "Văn bản đã ban hành, kế hoạch, tuyên truyền, phổ biến."
    )
    strengths = _long_text("III. Ưu điểm", "Việc làm tốt trong năm.")
    weaknesses = _long_text("III. Hạn chế", "Việc chưa làm được, việc trễ hạn.")
    causes = _long_text("III. Nguyên nhân", "Khách quan và chủ quan.")
    next_year = _long_text("IV. Phương hướng năm sau", "Số buổi, chủ đề dự kiến.")
    proposals = _long_text("V. Đề xuất, kiến nghị", "Với cấp trên trực tiếp.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "situation", "strengths", "weaknesses", "causes", "next_year", "proposals", "version"
        )

    def text(self) -> ReportText:
        """What was typed; valid after ``is_valid()``."""
        names = ("situation", "strengths", "weaknesses", "causes", "next_year", "proposals")
        return ReportText(**{name: self.cleaned_data[name] for name in names})


class AnnualIssueForm(PortalForm):
    """Date and signature of the report."""

    dated_on = forms.DateField(
        label="Ngày văn bản",
        help_text="Ví dụ 15/12/2026.",
        error_messages={"invalid": "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 15/12/2026."},
    )
    signer_name = forms.CharField(label="Họ và tên người ký", max_length=120)
    late_reason = forms.CharField(
        label="Lý do báo cáo trễ",
        help_text="Chỉ cần khi ngày văn bản sau hạn báo cáo.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Field("dated_on", css_class="width-date", inputmode="numeric", autocomplete="off"),
            Field("signer_name", css_class="width-name", autocomplete="off", spellcheck="false"),
            "late_reason",
        )
