"""What the office types to write to an agency, or to the level above."""

from datetime import date

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from accounts.fields import DayField
from accounts.forms import PortalForm
from documents.forms import add_signature, signature_typed
from documents.letterheads import family_of
from documents.printouts import Signature
from followups import escalation_paper
from followups.models import Assignment, ConclusionNotice
from followups.urging_paper import usual_reply, usual_signature


class UrgingLetterForm(PortalForm):
    """Until when a report is asked for, and who signs."""

    reply_by = DayField(label="Đề nghị báo cáo kết quả trước ngày", help_text="Dạng ngày/tháng/năm")

    def __init__(self, data=None, *, assignment: Assignment, on: date, **kwargs):
        super().__init__(data, initial={"reply_by": usual_reply(assignment, on=on)}, **kwargs)
        self.on = on
        hosting = assignment.notice.hosting
        body = hosting.post.unit
        signature = add_signature(
            self,
            0,
            usual=usual_signature(hosting, on=on),
            family=family_of(body),
            legend=f"Người ký công văn của {body.name}",
        )
        self.helper.layout = Layout("reply_by", signature)

    def clean_reply_by(self) -> date:
        """After the day of the letter."""
        day = self.cleaned_data["reply_by"]
        if day <= self.on:
            raise ValidationError(f"Nhập ngày sau hôm nay ({self.on:%d/%m/%Y}).")
        return day

    @property
    def signature(self) -> Signature:
        """The signature typed. Valid after ``is_valid()``."""
        return signature_typed(self, 0)


class EscalationLetterForm(PortalForm):
    """Who signs, and how many letters there were when the page was opened."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data=None, *, notice: ConclusionNotice, seen: int, on: date, **kwargs):
        super().__init__(data, initial={"seen": seen}, **kwargs)
        body = notice.hosting.post.unit
        signature = add_signature(
            self,
            0,
            usual=escalation_paper.usual_signature(notice, on=on),
            family=family_of(body),
            legend=f"Người ký công văn của {body.name}",
        )
        self.helper.layout = Layout("seen", signature)

    @property
    def signature(self) -> Signature:
        """The signature typed. Valid after ``is_valid()``."""
        return signature_typed(self, 0)
