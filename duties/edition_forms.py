"""What the administrator types about texts that set terms."""

from datetime import date

from crispy_forms.layout import Div, Fieldset, Layout
from crispy_forms.layout import Field as Input
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from accounts.fields import DayField
from accounts.forms import PortalForm
from duties.actions.editions import LONGEST_TERM, TERM_ARTICLES, EditionFacts, TermFacts
from duties.forms import unit_called
from duties.letters import WORK
from organizations.models import Unit
from regulation.deadlines import LEAD_TIMES
from regulation.enums import Counting, Reading
from regulation.models import Edition

CITY = "city"


class SealedForm(PortalForm):
    """A form whose effect is shown before it is taken; ``seal`` names the effect that was shown."""

    seal = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    @property
    def seen(self) -> str:
        """The seal of what the person saw, or "" the first time."""
        return self.data.get(self.add_prefix("seal"), "") if self.is_bound else ""

    def show(self, seal: str) -> None:
        """Let the next sending carry this seal."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seal")] = seal


class EditionForm(SealedForm):
    """A text and its terms; an empty number of days leaves a term out. ``facts`` after ``is_valid()``."""

    title = forms.CharField(label="Tên văn bản", max_length=300)
    short_title = forms.CharField(
        label="Tên ngắn", max_length=120, help_text="Hiện trong bảng và trang tính hạn"
    )
    cited_as = forms.CharField(
        label="Tên khi viện dẫn",
        max_length=300,
        help_text="Viết sau điều, khoản trong văn bản phát hành, ví dụ: Quy chế ban hành kèm theo Quyết định số …",
    )
    code = forms.CharField(
        label="Mã",
        max_length=60,
        validators=[RegexValidator(r"^[A-Za-z0-9-]+\Z", "Chỉ dùng chữ không dấu, số và dấu gạch nối.")],
        help_text="Ví dụ: 100-QD-TU",
    )
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=160)
    issued_on = DayField(label="Ngày ban hành")
    valid_from = DayField(label="Có hiệu lực từ")
    scope = forms.ChoiceField(
        label="Áp dụng",
        choices=[(CITY, "Toàn Thành phố"), ("units", "Chỉ đơn vị được chọn")],
        initial=CITY,
        widget=forms.RadioSelect,
    )
    replaces = forms.ChoiceField(label="Thay thế văn bản", required=False)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self._editions = {row.code: row for row in Edition.objects.filter(valid_until__isnull=True)}
        self.fields["replaces"].choices = [
            ("", "Không thay thế"), *((code, row.short_title) for code, row in self._editions.items())
        ]  # fmt: skip
        groups = [self._add_term(number) for number in range(len(TERM_ARTICLES))]
        self.helper.layout = Layout(
            Fieldset("Văn bản", "title", "short_title", "cited_as", "code", "issuer"),
            Fieldset("Hiệu lực", "issued_on", "valid_from", "scope", "replaces"),
            *groups,
            "seal",
        )

    def _add_term(self, number: int) -> Fieldset:
        article = TERM_ARTICLES[number]
        self.fields[f"days_{number}"] = forms.IntegerField(
            label="Số ngày",
            required=False,
            min_value=1,
            max_value=LONGEST_TERM,
            error_messages={
                "invalid": "Nhập một số, ví dụ 10.",
                "min_value": f"Số ngày phải từ 1 đến {LONGEST_TERM}.",
                "max_value": f"Số ngày phải từ 1 đến {LONGEST_TERM}.",
            },
            widget=forms.TextInput(attrs={"class": "width-short", "inputmode": "numeric"}),
        )
        self.fields[f"counting_{number}"] = forms.ChoiceField(
            label="Cách đếm", choices=Counting.choices(), initial=Counting.WORKING.value, required=False
        )
        self.fields[f"place_{number}"] = forms.CharField(
            label="Điều khoản trong văn bản",
            required=False,
            max_length=120,
            help_text="Ví dụ: khoản 2, Điều 8",
        )
        names = [f"days_{number}", f"counting_{number}", f"place_{number}"]
        if article in LEAD_TIMES:
            self.fields[f"reading_{number}"] = forms.ChoiceField(
                label="Cách hiểu", choices=Reading.choices(), initial=Reading.STRICT.value, required=False
            )
            names.append(f"reading_{number}")
        row = Div(*(Input(name, wrapper_class="col-auto") for name in names), css_class="row")
        return Fieldset(WORK[article], row)

    def clean(self) -> dict:
        data = super().clean()
        if not any(data.get(f"days_{number}") for number in range(len(TERM_ARTICLES))) and not self.errors:
            self.add_error("days_0", "Nhập ít nhất một thời hạn.")
        return data

    @property
    def facts(self) -> EditionFacts:
        """What was typed, as the verb takes it."""
        data = self.cleaned_data
        terms = tuple(
            TermFacts(
                article=article,
                days=data[f"days_{number}"],
                counting=Counting(data[f"counting_{number}"] or Counting.WORKING),
                reading=Reading(data.get(f"reading_{number}") or Reading.STRICT),
                place=data[f"place_{number}"],
            )
            for number, article in enumerate(TERM_ARTICLES)
            if data[f"days_{number}"]
        )
        names = ("title", "short_title", "cited_as", "code", "issuer", "issued_on", "valid_from")
        return EditionFacts(
            **{name: data[name] for name in names},
            is_city_wide=data["scope"] == CITY,
            replaces=self._editions.get(data["replaces"]),
            terms=terms,
        )


class FollowForm(SealedForm):
    """Which text a unit follows from a day on."""

    unit = forms.CharField(
        label="Đơn vị tổ chức", max_length=200, help_text="Tên đầy đủ, ví dụ Đảng ủy phường Bến Thành"
    )
    edition = forms.ChoiceField(label="Văn bản áp dụng", required=False)
    since = DayField(
        label="Từ ngày", help_text="Buổi đối thoại, thông báo từ ngày này tính theo văn bản đã chọn"
    )

    def __init__(self, data=None, *, on: date, **kwargs):
        super().__init__(data, **kwargs)
        self.on = on
        self._editions = {row.code: row for row in Edition.objects.filter(is_city_wide=False)}
        self.fields["edition"].choices = [
            ("", "Văn bản chung của Thành phố"), *((code, row.short_title) for code, row in self._editions.items())
        ]  # fmt: skip
        self.helper.layout = Layout("unit", "edition", "since", "seal")

    def clean_unit(self) -> Unit:
        unit = unit_called(self.cleaned_data["unit"], on=self.on)
        if unit is None:
            raise ValidationError("Nhập tên đơn vị.")
        return unit

    @property
    def chosen(self) -> tuple[Unit, Edition | None, date]:
        """Unit, text (None for that of the city), first day."""
        data = self.cleaned_data
        return data["unit"], self._editions.get(data["edition"]), data["since"]


class EndForm(SealedForm):
    """The last day of a text and the paper that says so."""

    last_day = DayField(label="Ngày cuối còn hiệu lực")
    reason = forms.CharField(
        label="Căn cứ", max_length=300, help_text="Văn bản thay thế hoặc bãi bỏ, số và ngày"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("last_day", "reason", "seal")
