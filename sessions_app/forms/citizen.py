"""What a person types behind the link of an invitation. One group of questions per page, no account, no script."""

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import PortalForm, VersionedForm
from documents import uploads
from sessions_app import slip_texts
from sessions_app.contacts import EXAMPLE, UnreadablePhone, masked_email, masked_phone, read_phone
from sessions_app.enums import ConsentPurpose, InvitationResponse

SALUTATIONS = (("", "Ông/Bà"), ("Ông", "Ông"), ("Bà", "Bà"))
IN_PERSON, IN_WRITING = "truc-tiep", "van-ban"


class HoneypotMixin(forms.Form):
    """A field that people do not see; whoever fills it in is a program."""

    homepage = forms.CharField(label="Để trống ô này", required=False)

    trap = Div(
        Field("homepage", autocomplete="off", tabindex="-1"), css_class="visually-hidden", aria_hidden="true"
    )

    def clean_homepage(self) -> str:
        """Refuse politely: a person whose browser filled it in can empty it."""
        if self.cleaned_data["homepage"]:
            raise ValidationError("Để trống ô “Để trống ô này” rồi gửi lại.")
        return ""


class ShortCodeForm(HoneypotMixin, PortalForm):
    """The code of a paper invitation."""

    short_code = forms.CharField(
        label="Mã thư mời",
        max_length=24,
        help_text="8 ký tự in cạnh mã QR trên thư mời, ví dụ 7K4Q-92MH. Không phân biệt chữ hoa, chữ thường.",
        error_messages={"required": "Nhập mã thư mời, ví dụ 7K4Q-92MH."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Field("short_code", css_class="width-date", autocomplete="off", autocapitalize="characters",
                  spellcheck="false"),
            self.trap,
        )  # fmt: skip


class ReceiptCodeForm(PortalForm):
    """The code of a receipt, typed to read and change what another device sent."""

    tracking_code = forms.CharField(
        label="Mã tra cứu",
        max_length=40,
        help_text="15 ký tự trên giấy biên nhận, ví dụ ABCDE-12345-FGH67.",
        error_messages={"required": "Nhập mã tra cứu trên giấy biên nhận."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Field("tracking_code", autocomplete="off", autocapitalize="characters", spellcheck="false")
        )


class ContactForm(PortalForm):
    """Step 1: who registers. What the office knows already is not asked again, and is shown masked."""

    salutation = forms.ChoiceField(label="Cách xưng hô", choices=SALUTATIONS, required=False)
    full_name = forms.CharField(
        label="Họ và tên", max_length=120, error_messages={"required": "Nhập họ và tên của ông/bà."}
    )
    phone = forms.CharField(label="Số điện thoại", max_length=30, required=False)
    email = forms.EmailField(
        label="Thư điện tử",
        max_length=254,
        required=False,
        error_messages={"invalid": "Nhập địa chỉ thư điện tử, ví dụ ten@example.vn."},
    )
    address = forms.CharField(label="Khu phố, ấp, địa chỉ", max_length=200, required=False)
    on_behalf_of = forms.CharField(
        label="Đại diện cho",
        max_length=160,
        required=False,
        help_text="Chỉ ghi khi ông/bà nói thay cho một tập thể, ví dụ: 12 hộ dân hẻm 18.",
    )

    def __init__(self, *args, known_phone: str = "", known_email: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.known_phone, self.known_email = known_phone, known_email
        self.fields["phone"].help_text = (
            f"Văn phòng đang có số {masked_phone(known_phone)}. Để trống nếu vẫn dùng số này."
            if known_phone
            else f"Để báo thứ tự phát biểu và kết quả, ví dụ {EXAMPLE}."
        )
        self.fields["email"].help_text = (
            f"Văn phòng đang có địa chỉ {masked_email(known_email)}. Để trống nếu vẫn dùng địa chỉ này."
            if known_email
            else "Để nhận mã tra cứu và văn bản trả lời nhanh hơn."
        )
        self.helper.layout = Layout(
            Field("salutation", css_class="width-short"),
            Field("full_name", autocomplete="name", spellcheck="false"),
            Field("phone", type="tel", inputmode="tel", autocomplete="tel"),
            Field("email", autocomplete="email", inputmode="email", spellcheck="false"),
            Field("address", autocomplete="street-address"),
            "on_behalf_of",
        )

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        if not typed.strip():
            return self.known_phone
        try:
            return read_phone(typed)
        except UnreadablePhone as problem:
            raise ValidationError(str(problem)) from problem

    def clean_email(self) -> str:
        return self.cleaned_data["email"] or self.known_email

    def clean(self) -> dict:
        cleaned = super().clean()
        if not {"phone", "email"} & self.errors.keys() and self.reach_is_missing(cleaned):
            self.add_error("phone", "Nhập số điện thoại hoặc thư điện tử để văn phòng báo kết quả.")
        return cleaned

    def reach_is_missing(self, cleaned: dict) -> bool:
        """Whether nothing was given by which an answer could reach the person."""
        return not cleaned.get("phone") and not cleaned.get("email")


class ContentForm(PortalForm):
    """Step 2: what the person wants to say."""

    field = forms.ChoiceField(
        label="Lĩnh vực", widget=forms.RadioSelect, error_messages={"required": "Chọn một lĩnh vực."}
    )
    text = forms.CharField(
        label="Nội dung muốn phát biểu",
        max_length=slip_texts.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "data-limit": slip_texts.MAX_TEXT}),
        help_text="Viết ngắn gọn: việc gì, ở đâu, từ khi nào, ông/bà đề nghị giải quyết ra sao. "
        "Tối đa 1.000 ký tự.",
        error_messages={
            "required": "Viết nội dung ông/bà muốn phát biểu.",
            "max_length": "Nội dung dài %(show_value)s ký tự, tối đa 1.000. Ông/bà rút gọn giúp.",
        },
    )
    manner = forms.ChoiceField(
        label="Ông/bà muốn",
        choices=((IN_PERSON, "Phát biểu trực tiếp tại buổi"), (IN_WRITING, "Gửi ý kiến bằng văn bản")),
        widget=forms.RadioSelect,
        initial=IN_PERSON,
        error_messages={"required": "Chọn phát biểu trực tiếp hoặc gửi bằng văn bản."},
    )
    withhold_identity = forms.BooleanField(
        label="Giữ kín danh tính của tôi đối với cơ quan bị phản ánh", required=False
    )
    file = forms.FileField(
        label="Ảnh hoặc tài liệu kèm theo",
        required=False,
        help_text="Một tệp ảnh (JPG, PNG) hoặc PDF, không quá 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}),
    )
    remove_file = forms.BooleanField(label="Bỏ tệp đã chọn", required=False)

    def __init__(self, *args, fields: list, file_name: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [(field.key, field.name) for field in fields]
        self.upload: uploads.CheckedUpload | None = None
        parts = ["field", "text", "manner", "withhold_identity", "file"]
        if file_name:
            self.fields["file"].help_text += f" Đang kèm: {file_name}. Chọn tệp khác để thay."
            parts.append("remove_file")
        else:
            del self.fields["remove_file"]
        self.helper.layout = Layout(*parts)

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        if uploaded:
            upload = uploads.check(uploaded)
            if upload.content_type not in (uploads.PDF, uploads.JPEG, uploads.PNG):
                raise ValidationError("Chỉ nhận ảnh JPG, PNG hoặc tệp PDF.")
            self.upload = upload
        return uploaded


class ConsentFields(HoneypotMixin):
    """Acknowledgement and consents, each given by its own tick and none ticked beforehand (Đ19.2, Đ4.3)."""

    acknowledged = forms.BooleanField(
        label=slip_texts.RESPONSIBILITY.text,
        error_messages={"required": "Đánh dấu để xác nhận đã đọc phần trách nhiệm (Điều 19)."},
    )
    processing = forms.BooleanField(
        label=slip_texts.PROCESSING.text,
        error_messages={
            "required": "Cần ông/bà đồng ý thì văn phòng mới nhận được đăng ký. Nếu không đồng ý, "
            "ông/bà có thể nộp phiếu giấy hoặc gọi văn phòng."
        },
    )
    may_be_named = forms.BooleanField(label=f"{slip_texts.NAMING.text} (không bắt buộc)", required=False)
    may_be_published = forms.BooleanField(
        label=f"{slip_texts.PUBLISHING.text} (không bắt buộc)", required=False
    )
    may_be_invited = forms.BooleanField(label=f"{slip_texts.INVITING.text} (không bắt buộc)", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "acknowledged", "processing", "may_be_named", "may_be_published", "may_be_invited", self.trap
        )

    @property
    def also_agreed(self) -> frozenset[ConsentPurpose]:
        """What was ticked besides being named; valid after ``is_valid()``."""
        boxes = {"may_be_published": ConsentPurpose.PUBLISHING, "may_be_invited": ConsentPurpose.INVITING}
        return frozenset(purpose for box, purpose in boxes.items() if self.cleaned_data[box])


class CheckForm(ConsentFields, PortalForm):
    """Step 3 of a new registration."""


class RevisionForm(ConsentFields, VersionedForm):
    """Step 3 of a registration that is changed."""


class RespondForm(PortalForm):
    """Coming or not; why not is up to the person."""

    response = forms.ChoiceField(
        choices=[
            (choice.value, choice.label)
            for choice in (InvitationResponse.ATTENDING, InvitationResponse.DECLINED)
        ],
        widget=forms.HiddenInput,
    )
    reason = forms.CharField(
        label="Lý do", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("reason")


class WithdrawForm(VersionedForm):
    """Taking a registration back: no question, only which version was on the page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout()
