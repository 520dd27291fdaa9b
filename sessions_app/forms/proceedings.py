"""What is typed on the day: who gets the floor, what was said, what was raised, when it ended."""

from datetime import date, datetime

from crispy_forms.layout import Div, Fieldset, Layout
from crispy_forms.layout import Field as Input
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.forms import PortalForm, VersionedForm
from documents.letterheads import addressed, family_of_branch
from organizations import queries as organizations
from organizations.models import Field, Unit
from sessions_app.actions.petitions import Petitioner, Raised
from sessions_app.contacts import UnreadablePhone, read_phone
from sessions_app.enums import MatterType, SpeakerKind
from sessions_app.forms.planning import ClockField, DayField
from sessions_app.models import DialogueSession, Petition, Turn
from sessions_app.queries.proceedings import Board

PRESIDER, AGENCY = "nguoi-chu-tri", "co-quan"
SALUTATIONS = (("", "Ông/Bà"), ("Ông", "Ông"), ("Bà", "Bà"))


class FloorForm(PortalForm):
    """A button that changes the floor. ``seen`` is the code of the turn that ran when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", False)
        super().__init__(*args, **kwargs)


class BeginForm(VersionedForm):
    """The button that opens the session."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", False)
        super().__init__(*args, **kwargs)


class WalkInForm(FloorForm):
    """Somebody who did not register: a name to be called by and what it is about, nothing more."""

    speaker = forms.CharField(label="Tên để mời phát biểu", max_length=120)
    topic = forms.CharField(label="Việc muốn nói", max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "walk_in_%s"} | kwargs)
        self.helper.layout = Layout("speaker", "topic")


class OtherSpeakerForm(FloorForm):
    """An agency that reports, or the presider, and to whom they reply."""

    speaker = forms.ChoiceField(label="Ai phát biểu")
    answers = forms.ChoiceField(label="Trả lời lượt", required=False)

    def __init__(self, *args, session: DialogueSession, board: Board, on: date, **kwargs):
        super().__init__(*args, **{"auto_id": "other_%s"} | kwargs)
        self._presiders = {
            f"{PRESIDER}:{hosting.code}": presidency
            for hosting in session.hostings.all()
            for presidency in hosting.presidencies.all()
        }
        self._agencies = {f"{AGENCY}:{unit.code}": unit for unit in agencies_of(session, on)}
        names = {presidency.official_id: (key, presidency) for key, presidency in self._presiders.items()}
        self.fields["speaker"].choices = [
            ("", "Chọn"),
            (
                "Người chủ trì",
                [(key, f"{row.official.full_name}, {row.title}") for key, row in names.values()],
            ),
            ("Cơ quan, đơn vị", [(key, unit.name) for key, unit in self._agencies.items()]),
        ]
        people = [floor for floor in board.turns if floor.turn.kind == SpeakerKind.CITIZEN]
        self._turns = {floor.turn.code: floor.turn for floor in people}
        self.fields["answers"].choices = [
            ("", "Không trả lời lượt nào"),
            *((floor.turn.code, f"Lượt {floor.turn.position}: {floor.name}") for floor in reversed(people)),
        ]
        self.fields["answers"].initial = people[-1].turn.code if people else ""
        self.helper.layout = Layout("speaker", "answers")

    @property
    def agency(self) -> Unit | None:
        """The agency that speaks, or None when the presider does."""
        return self._agencies.get(self.cleaned_data["speaker"])

    @property
    def presider_name(self) -> str:
        """How minutes name the presider who speaks: "Đồng chí Trần Văn Mẫu, Bí thư …", "Ông …, Chủ tịch …"."""
        presidency = self._presiders[self.cleaned_data["speaker"]]
        official = presidency.official
        family = family_of_branch(presidency.hosting.branch)
        return f"{addressed(family, official.salutation, official.full_name)}, {presidency.title}"

    @property
    def answered_turn(self) -> Turn | None:
        return self._turns.get(self.cleaned_data["answers"])


def agencies_of(session: DialogueSession, on: date) -> list[Unit]:
    """The bodies that were asked to take part first, then those of the host's own place."""
    asked = [
        body.unit for body in session.attending_bodies.select_related("unit").order_by("unit__name_sort")
    ]
    host = session.hostings.all()[0].post.unit
    near = organizations.agencies_for(host, on).filter(territory=host.territory_id)
    return asked + [unit for unit in near if unit not in asked]


class NoteForm(VersionedForm):
    """What was said in one turn."""

    text = forms.CharField(
        label="Nội dung ghi",
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Ghi ý chính theo lời người phát biểu. Không ghi họ tên, số điện thoại, địa chỉ nhà.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("text")


# -- petitions


class MatterForm(PortalForm):
    """What was raised, apart from who raised it."""

    summary = forms.CharField(
        label="Tóm tắt",
        max_length=200,
        help_text="Một dòng, ví dụ: Nắp cống trước hẻm 12 hư hỏng, mất an toàn",
    )
    text = forms.CharField(
        label="Nội dung kiến nghị",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Như ghi vào biên bản: việc gì, ở đâu, đề nghị giải quyết ra sao.",
    )
    field = forms.ChoiceField(label="Lĩnh vực")
    matter_type = forms.ChoiceField(
        label="Loại ý kiến", choices=MatterType.choices, initial=MatterType.PETITION
    )
    area = forms.CharField(label="Địa bàn", max_length=200, required=False, help_text="Ví dụ: Khu phố 3")
    off_topic = forms.BooleanField(
        label="Ngoài chủ đề của buổi đối thoại (vẫn được tiếp nhận)", required=False
    )
    withhold_identity = forms.BooleanField(
        label="Giữ kín danh tính đối với cơ quan bị phản ánh", required=False
    )

    def __init__(self, *args, withheld: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].choices, self._fields = field_choices()
        if withheld:
            wish = self.fields["withhold_identity"]
            wish.initial, wish.disabled = True, True
            wish.help_text = "Người kiến nghị đã đề nghị; chỉ người đó được đổi."
        self.helper.layout = Layout(*self._rows())

    def _rows(self) -> list:
        return [
            Fieldset(
                "Nội dung",
                "summary",
                "text",
                Div(
                    *(Input(name, wrapper_class="col-auto") for name in ("field", "matter_type", "area")),
                    css_class="row",
                ),
                "off_topic",
                "withhold_identity",
            )
        ]

    def raised(self) -> Raised:
        """What was typed, as the verbs take it. Valid after ``is_valid()``."""
        data = self.cleaned_data
        field = self._fields[data["field"]]
        return Raised(
            summary=data["summary"],
            text=data["text"],
            field=field,
            matter_type=MatterType(data["matter_type"]),
            area=data["area"],
            off_topic=data["off_topic"],
            # Conduct of officials: identity is withheld by default (Đ8.3, Đ12.2).
            withhold_identity=data["withhold_identity"] or field.concerns_conduct,
        )


def field_choices() -> tuple[list, dict[str, Field]]:
    """The fields in two levels for a list to choose from, and each by its key."""
    choices, known = [("", "Chọn lĩnh vực")], {}
    for top in organizations.fields().order_by("position", "pk"):
        rows = [top, *sorted(top.children.all(), key=lambda field: (field.position, field.pk))]
        known |= {row.key: row for row in rows}
        choices.append((top.name, [(row.key, row.name) for row in rows]))
    return choices, known


class SpontaneousForm(MatterForm):
    """A matter of somebody who did not register: how the answer reaches the person may stay empty."""

    salutation = forms.ChoiceField(label="Cách xưng hô", choices=SALUTATIONS, required=False)
    full_name = forms.CharField(label="Họ và tên", max_length=120, required=False)
    on_behalf_of = forms.CharField(label="Đại diện cho", max_length=160, required=False)
    phone = forms.CharField(
        label="Số điện thoại", max_length=30, required=False, help_text="Để gửi kết quả trả lời."
    )
    email = forms.EmailField(label="Thư điện tử", required=False)
    address = forms.CharField(label="Khu phố, ấp, địa chỉ", max_length=200, required=False)
    may_be_named = forms.BooleanField(
        label="Người kiến nghị đồng ý nêu tên trong biên bản, thông báo", required=False
    )

    def _rows(self) -> list:
        return [
            *super()._rows(),
            Fieldset(
                "Người kiến nghị (không bắt buộc)",
                *("salutation", "full_name", "on_behalf_of", "phone", "email", "address", "may_be_named"),
            ),
        ]

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        try:
            return read_phone(typed) if typed else ""
        except UnreadablePhone as problem:
            raise ValidationError(str(problem)) from problem

    def clean(self) -> dict:
        data = super().clean()
        if data.get("may_be_named") and not data.get("full_name"):
            self.add_error("full_name", "Nhập họ và tên của người đồng ý được nêu tên.")
        return data

    def petitioner(self) -> Petitioner:
        """Who raised it, as typed. Valid after ``is_valid()``."""
        return Petitioner(**{name: self.cleaned_data[name] for name in Petitioner.__dataclass_fields__})


class CorrectionForm(MatterForm, VersionedForm):
    """The record of a petition, corrected before minutes and conclusions are settled."""


def initial_of(petition: Petition) -> dict:
    """The record of a petition as the form shows it."""
    return {
        "version": petition.version,
        "summary": petition.voice.summary,
        "text": petition.voice.text,
        "field": petition.field.key,
        "matter_type": petition.matter_type,
        "area": petition.area,
        "off_topic": petition.off_topic,
        "withhold_identity": petition.withhold_identity,
    }


# -- the end


class EndForm(VersionedForm):
    """When the session ended. Nothing else is asked for."""

    ended_on = DayField(label="Ngày kết thúc", help_text="Dạng ngày/tháng/năm, ví dụ 03/12/2026")
    ended_at = ClockField(label="Giờ kết thúc", help_text="Ví dụ 16:30")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Div(
                *(Input(name, wrapper_class="col-auto") for name in ("ended_on", "ended_at")), css_class="row"
            )
        )

    def moment(self) -> datetime:
        """The moment as typed, local. Valid after ``is_valid()``."""
        data = self.cleaned_data
        return timezone.make_aware(datetime.combine(data["ended_on"], data["ended_at"]))
