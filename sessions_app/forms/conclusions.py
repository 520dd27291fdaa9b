"""What is typed into the draft of conclusions, and what the presider says to it."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from accounts.forms import PortalForm, VersionedForm
from organizations.models import Unit
from sessions_app.actions.conclusions import LineText
from sessions_app.enums import LineOutcome
from sessions_app.models import ConclusionDraft, ConclusionLine, Petition

APPROVE, RETURN = "dong-y", "tra-lai"


class OpenRoundForm(PortalForm):
    """The button that opens a round."""


class DraftTextForm(VersionedForm):
    """The two parts of the draft that belong to no single petition."""

    assessment = forms.CharField(
        label="Đánh giá chung",
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Không khí buổi đối thoại, số ý kiến, các lĩnh vực được quan tâm.",
    )
    organisation = forms.CharField(
        label="Tổ chức thực hiện",
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Ai theo dõi, đôn đốc; ai báo cáo cho ai, khi nào. Mỗi ý một dòng.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("assessment", "organisation")


class SubmitForm(VersionedForm):
    """The button that lays the draft before the presider."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", False)
        super().__init__(*args, **kwargs)


class LineForm(VersionedForm):
    """What the draft says about one petition, and what the agency will read of it."""

    outcome = forms.ChoiceField(label="Kết luận", choices=LineOutcome.choices, widget=forms.RadioSelect)
    instruction = forms.CharField(
        label="Ý kiến kết luận",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Yêu cầu đối với cơ quan, hoặc nội dung đã trả lời, giải thích tại buổi.",
    )
    lead_agency = forms.ChoiceField(label="Cơ quan chủ trì giải quyết", required=False)
    supporting_agencies = forms.MultipleChoiceField(
        label="Cơ quan phối hợp",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="Giữ phím Ctrl để chọn nhiều cơ quan.",
    )
    agency_text = forms.CharField(
        label="Nội dung chuyển cơ quan",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Cơ quan chỉ đọc nội dung này. Không nêu họ tên, số điện thoại, địa chỉ của người kiến nghị.",
    )
    agency_text_confirmed = forms.BooleanField(
        label="Đã đọc lại: nội dung chuyển cơ quan không cho biết ai kiến nghị", required=False
    )

    def __init__(self, *args, competent: list[Unit], others: list[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self._units = {unit.code: unit for unit in (*competent, *others)}
        groups = [("Có thẩm quyền theo lĩnh vực", competent), ("Cơ quan khác", others)]
        offered = [(label, [(unit.code, unit.name) for unit in units]) for label, units in groups if units]
        self.fields["lead_agency"].choices = [("", "Chưa chọn"), *offered]
        self.fields["supporting_agencies"].choices = offered
        self.helper.layout = Layout(
            Fieldset("Kết luận", "outcome", "instruction"),
            Fieldset(
                "Khi giao cơ quan giải quyết",
                *("lead_agency", "supporting_agencies", "agency_text", "agency_text_confirmed"),
            ),
        )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("outcome") == LineOutcome.ASSIGNED and not data.get("lead_agency"):
            self.add_error("lead_agency", "Chọn cơ quan chủ trì giải quyết.")
        if data.get("lead_agency") and data["lead_agency"] in data.get("supporting_agencies", ()):
            self.add_error("supporting_agencies", "Bỏ cơ quan chủ trì khỏi danh sách cơ quan phối hợp.")
        return data

    def line(self, petition: Petition) -> LineText:
        """What was typed, as the verbs take it. Valid after ``is_valid()``."""
        data = self.cleaned_data
        return LineText(
            petition=petition,
            outcome=LineOutcome(data["outcome"]),
            lead_agency=self._units.get(data["lead_agency"]),
            supporting_agencies=tuple(self._units[code] for code in data["supporting_agencies"]),
            instruction=data["instruction"],
            agency_text=data["agency_text"],
            agency_text_confirmed=data["agency_text_confirmed"],
        )


def initial_of(
    draft: ConclusionDraft, line: ConclusionLine | None, *, agency_text: str, confirmed: bool
) -> dict:
    """What the draft says about a petition as the form shows it."""
    common = {"version": draft.version, "agency_text": agency_text, "agency_text_confirmed": confirmed}
    if line is None:
        return common | {"outcome": LineOutcome.UNDECIDED}
    return common | {
        "outcome": line.outcome,
        "instruction": line.instruction,
        "lead_agency": line.lead_agency.code if line.lead_agency else "",
        "supporting_agencies": [unit.code for unit in line.supporting_agencies.all()],
    }


class DecisionForm(PortalForm):
    """Yes or no. ``digest`` names exactly the text that was shown."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    # Said by the button that is pressed.
    decision = forms.ChoiceField(
        label="Quyết định", choices=((APPROVE, "Đồng ý phát hành"), (RETURN, "Trả lại để sửa"))
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": False} | kwargs)

    @property
    def approves(self) -> bool:
        return self.cleaned_data["decision"] == APPROVE


class ReturnForm(DecisionForm):
    """No, with what has to change."""

    remark = forms.CharField(
        label="Ý kiến để văn phòng sửa",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ví dụ: Kiến nghị 03 giao thêm Công an phường phối hợp.",
        error_messages={"required": "Ghi ý kiến để văn phòng biết cần sửa gì."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "id_%s"} | kwargs)
        self.helper.layout = Layout("remark")
