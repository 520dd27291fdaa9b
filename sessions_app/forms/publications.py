"""What the office types once a conference with the people, or its results, were made public."""

from datetime import date

from crispy_forms.layout import Layout
from django import forms

from accounts.fields import DayField
from accounts.forms import PortalForm
from documents.forms import add_signature, signature_typed
from documents.letterheads import family_of
from documents.printouts import Signature
from regulation.date_words import long_date
from sessions_app.actions.publications import is_late
from sessions_app.announcement_paper import usual_signature
from sessions_app.enums import PublicationChannel
from sessions_app.models import Publication


class AnnouncementForm(PortalForm):
    """Who signs the announcement as a paper."""

    def __init__(self, data=None, *, publication: Publication, on: date, **kwargs):
        super().__init__(data, **kwargs)
        hosting = publication.hosting
        body = hosting.post.unit
        self.helper.layout = Layout(
            add_signature(
                self,
                0,
                usual=usual_signature(hosting, on=on),
                family=family_of(body),
                legend=f"Người ký thông báo của {body.name}",
            )
        )

    @property
    def signature(self) -> Signature:
        """The signature typed. Valid after ``is_valid()``."""
        return signature_typed(self, 0)


class PublicationForm(PortalForm):
    """Day, ways and place; the reason is asked for when the day is late."""

    published_on = DayField(label="Ngày công bố")
    channels = forms.MultipleChoiceField(
        label="Hình thức", choices=PublicationChannel.choices, widget=forms.CheckboxSelectMultiple
    )
    where = forms.CharField(
        label="Nơi công bố",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Tên đài, địa chỉ trang thông tin, bảng niêm yết, số văn bản gửi các khu phố",
    )
    late_reason = forms.CharField(
        label="Lý do công bố trễ",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Chỉ ghi khi quá hạn; được lưu cùng việc phải làm và cơ quan theo dõi đọc được.",
    )

    def __init__(self, data=None, *, publication: Publication, on: date, **kwargs):
        super().__init__(data, initial={"published_on": on}, **kwargs)
        self.publication, self.on = publication, on
        limit = publication.duty.lawful_until
        self.fields["published_on"].help_text = (
            f"Đúng hạn đến hết {long_date(limit)}." if limit else "Dạng ngày/tháng/năm"
        )
        self.helper.layout = Layout("published_on", "channels", "where", "late_reason")

    def clean(self) -> dict:
        data = super().clean()
        day = data.get("published_on")
        if day and day > self.on:
            self.add_error("published_on", f"Ngày công bố không thể sau hôm nay ({self.on:%d/%m/%Y}).")
        elif day and is_late(self.publication, day) and not data.get("late_reason"):
            self.add_error("late_reason", "Ngày này đã quá hạn. Ghi lý do công bố trễ.")
        return data

    @property
    def facts(self) -> dict:
        """What was typed, as the verb takes it. Valid after ``is_valid()``."""
        return {
            name: self.cleaned_data[name] for name in ("published_on", "channels", "where", "late_reason")
        }
