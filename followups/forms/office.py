"""What the office types: issuing the notice, handing over papers, choosing another agency; filters of the list."""

from datetime import date

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db import models

from accounts.forms import PortalForm, VersionedForm
from documents.forms import add_signature, signature_typed
from documents.letterheads import family_of
from followups.actions.notices import Signed
from followups.enums import PetitionChip
from followups.notice_paper import usual_signature
from organizations.models import Unit
from regulation.text import clean
from sessions_app.forms.planning import DayField
from sessions_app.models import ConclusionDraft, Hosting


class IssueForm(VersionedForm):
    """Date and signer of the notice, and why it goes late when it does. ``late_after`` is the last day in time."""

    dated_on = DayField(label="Ngày văn bản", help_text="Dạng ngày/tháng/năm; từ ngày này tính hạn trả lời")
    late_reason = forms.CharField(
        label="Lý do phát hành trễ",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Chỉ ghi khi đã quá hạn thông báo; cơ quan theo dõi đọc được.",
    )

    def __init__(
        self,
        *args,
        draft: ConclusionDraft,
        hostings: list[Hosting],
        on: date,
        **kwargs,
    ):
        kwargs["initial"] = {"version": draft.version, "dated_on": on}
        super().__init__(*args, **kwargs)
        self.hostings, self.on = hostings, on
        signers = [self._add_signature(place, hosting) for place, hosting in enumerate(hostings)]
        self.helper.layout = Layout("dated_on", *signers, "late_reason")

    def _add_signature(self, place: int, hosting: Hosting) -> Fieldset:
        body = hosting.post.unit
        return add_signature(
            self,
            place,
            usual=usual_signature(hosting, on=self.on),
            family=family_of(body),
            legend=f"Người ký thông báo của {body.name}",
        )

    def signed(self) -> Signed:
        """What was typed, as the verb takes it. Valid after ``is_valid()``."""
        data = self.cleaned_data
        return Signed(
            dated_on=data["dated_on"],
            signatures=tuple(signature_typed(self, place) for place in range(len(self.hostings))),
            late_reason=data["late_reason"],
            seen_version=self.seen_version,
        )


class DeliverForm(PortalForm):
    """The day on which a paper was handed to the petitioner, or posted up in public."""

    delivered_on = DayField(
        label="Ngày giao", help_text="Ngày người kiến nghị nhận văn bản, dạng ngày/tháng/năm"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("delivered_on")


class ReassignForm(VersionedForm):
    """Which agency goes on, and why. The due date does not move."""

    agency = forms.ChoiceField(label="Cơ quan giải quyết")
    reason = forms.CharField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Cơ quan và người theo dõi đọc được lý do này.",
    )

    def __init__(self, *args, competent: list[Unit], others: list[Unit], current: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        self._units = {unit.code: unit for unit in (current, *competent, *others)}
        groups = (
            ("Đang được giao", [current]),
            ("Có thẩm quyền theo lĩnh vực", [unit for unit in competent if unit != current]),
            ("Cơ quan khác", [unit for unit in others if unit != current]),
        )
        self.fields["agency"].choices = [
            (label, [(unit.code, unit.name) for unit in units]) for label, units in groups if units
        ]
        self.helper.layout = Layout("agency", "reason")

    @property
    def chosen(self) -> Unit:
        """The agency chosen; valid after ``is_valid()``."""
        return self._units[self.cleaned_data["agency"]]


class LookReason(models.TextChoices):
    """Why somebody looks at the contact of a petitioner; the log keeps it and the petitioner reads it."""

    DELIVER = "deliver", "Giao văn bản trả lời, thông báo gia hạn"
    CLARIFY = "clarify", "Liên hệ để làm rõ nội dung kiến nghị"
    CORRECT = "correct", "Sửa thông tin theo đề nghị của người kiến nghị"


class RevealForm(PortalForm):
    """A look at a contact: one reason, one act, one showing."""

    reason = forms.ChoiceField(label="Lý do xem", choices=LookReason.choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "xem_%s"} | kwargs)
        self.helper.layout = Layout("reason")

    @property
    def words(self) -> str:
        """The chosen reason in words; valid after ``is_valid()``."""
        return LookReason(self.cleaned_data["reason"]).label


class FilterForm(forms.Form):
    """The filter above a list of petitions; sent by GET, refuses nothing. Fields are named as the address is."""

    use_required_attribute = False

    def __init__(self, data, *, agencies: list[Unit], with_text: bool):
        super().__init__(data)
        states = [("", "Mọi trạng thái"), *PetitionChip.choices]
        units = [("", "Mọi cơ quan"), *((unit.code, unit.name) for unit in agencies)]
        self.fields["trang-thai"] = _filter(forms.ChoiceField, "Trạng thái", "form-select", choices=states)
        self.fields["co-quan"] = _filter(forms.ChoiceField, "Cơ quan", "form-select", choices=units)
        if with_text:
            self.fields["q"] = _filter(forms.CharField, "Tìm trong nội dung", "form-control", max_length=100)
            self.fields["q"].widget.attrs["placeholder"] = "Tìm trong nội dung"
        self.fields["qua-han"] = forms.BooleanField(label="Chỉ việc quá hạn", required=False)
        self.is_valid()

    def asked(self, name: str) -> str:
        """What was asked for under a name; what cannot be read asks for nothing."""
        value = self.cleaned_data.get(name) or ""
        return clean(value).strip() if isinstance(value, str) else "1"

    @property
    def query(self) -> dict[str, str]:
        """The parameters that were asked for, for the links of pages."""
        return {name: self.asked(name) for name in self.fields if self.asked(name)}


def _filter(kind: type[forms.Field], label: str, css_class: str, **options) -> forms.Field:
    field = kind(label=label, required=False, **options)
    field.widget.attrs["class"] = css_class
    return field
