"""What an agency types: its written answer, a notice of extension, the report to the head, handing back."""

from datetime import date

from crispy_forms.layout import Field, Fieldset, Layout
from django import forms

from accounts.forms import PortalForm, VersionedForm
from documents import uploads
from documents.uploads import CheckedUpload
from followups.actions.answers import WrittenAnswer
from followups.actions.extensions import ExtensionNotice
from followups.enums import AnswerOutcome
from sessions_app.forms.planning import DayField

_PAPERS = ".pdf,.docx,.jpg,.jpeg,.png"


class PaperFileField(forms.FileField):
    """The file of a paper, looked into: pdf, docx, jpg or png of at most 10 MB. Gives a ``CheckedUpload``."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.ClearableFileInput(attrs={"accept": _PAPERS}))
        kwargs.setdefault("help_text", "Bản có chữ ký, dấu: PDF, DOCX, JPG hoặc PNG, tối đa 10 MB")
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)
        self.error_messages |= {
            "empty": "Tệp trống. Chọn tệp khác.",
            "max_length": "Tên tệp dài quá 200 ký tự. Đổi tên ngắn hơn rồi tải lên lại.",
        }

    def clean(self, data, initial=None) -> CheckedUpload | None:
        """The file as it will be kept."""
        uploaded = super().clean(data, initial)
        return uploads.check(uploaded) if uploaded else None


class PaperForm(VersionedForm):
    """A form that carries the file of a paper."""

    def ask_for_file_again(self) -> None:
        """Say that the file must be chosen anew: a browser does not keep it when a form comes back."""
        if self.cleaned_data.get("file"):
            self.add_error("file", "Chọn lại tệp: trình duyệt không giữ tệp khi biểu mẫu chưa gửi được.")


class AnswerForm(PaperForm):
    """The written answer and the report to the head: both are asked for, the second may follow later."""

    document_number = forms.CharField(
        label="Số, ký hiệu văn bản", max_length=60, help_text="Ví dụ 215/UBND-ĐT"
    )
    document_date = DayField(label="Ngày văn bản", help_text="Dạng ngày/tháng/năm")
    signer = forms.CharField(label="Người ký", max_length=160, help_text="Họ tên, chức vụ")
    outcome = forms.ChoiceField(label="Kết quả", choices=AnswerOutcome.choices, widget=forms.RadioSelect)
    summary = forms.CharField(
        label="Nội dung trả lời",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Người kiến nghị đọc nội dung này khi tra cứu. Nêu việc đã làm, kết quả, thời gian; "
        "không nêu thông tin cá nhân của người khác.",
    )
    file = PaperFileField(label="Tệp văn bản trả lời")
    reports_now = forms.BooleanField(
        label="Đồng thời báo cáo người đứng đầu (người chủ trì buổi đối thoại)",
        required=False,
        initial=True,
        help_text="Chỉ hoàn thành khi đã trả lời người kiến nghị và đã báo cáo người đứng đầu.",
    )
    report_number = forms.CharField(label="Số báo cáo", required=False, max_length=60)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(
                "Văn bản trả lời",
                Field("document_number", css_class="width-name", autocomplete="off"),
                "document_date",
                Field("signer", css_class="width-name"),
                "outcome",
                "summary",
                "file",
            ),
            Fieldset("Báo cáo", "reports_now", Field("report_number", css_class="width-name")),
        )

    def answer(self, *, on: date) -> WrittenAnswer:
        """What was typed, as the verb takes it; ``on`` is the day of a report made now."""
        data = self.cleaned_data
        return WrittenAnswer(
            document_number=data["document_number"],
            document_date=data["document_date"],
            signer=data["signer"],
            outcome=AnswerOutcome(data["outcome"]),
            summary=data["summary"],
            reported_on=on if data["reports_now"] else None,
            report_number=data["report_number"] if data["reports_now"] else "",
        )


class ExtensionForm(PaperForm):
    """The written notice that more time is needed, with the date it states."""

    document_number = forms.CharField(
        label="Số, ký hiệu văn bản", max_length=60, help_text="Ví dụ 216/UBND-ĐT"
    )
    document_date = DayField(label="Ngày văn bản", help_text="Dạng ngày/tháng/năm")
    new_due_on = DayField(
        label="Thời hạn giải quyết mới", help_text="Ngày nêu trong văn bản, ví dụ 15/01/2027"
    )
    reason = forms.CharField(
        label="Lý do cần thêm thời gian",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Người kiến nghị đọc lý do này khi tra cứu.",
    )
    file = PaperFileField(label="Tệp văn bản gia hạn")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Field("document_number", css_class="width-name", autocomplete="off"),
            "document_date",
            "new_due_on",
            "reason",
            "file",
        )

    def notice(self) -> ExtensionNotice:
        """What was typed, as the verb takes it. Valid after ``is_valid()``."""
        data = self.cleaned_data
        return ExtensionNotice(
            document_number=data["document_number"],
            document_date=data["document_date"],
            new_due_on=data["new_due_on"],
            reason=data["reason"],
        )


class ReportForm(PortalForm):
    """The result was reported to the head after the answer."""

    reported_on = DayField(label="Ngày báo cáo người đứng đầu", help_text="Dạng ngày/tháng/năm")
    report_number = forms.CharField(label="Số báo cáo", required=False, max_length=60)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("reported_on", Field("report_number", css_class="width-name"))


class HandBackForm(VersionedForm):
    """The matter belongs elsewhere: why."""

    reason = forms.CharField(
        label="Lý do",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nêu cơ quan có thẩm quyền, nếu biết. Thời hạn vẫn tính cho đến khi văn phòng quyết định.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("reason")
