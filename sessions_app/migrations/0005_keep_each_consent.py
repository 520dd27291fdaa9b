"""Consents that were kept by their versions only get a row for each purpose."""

import hashlib

from django.db import migrations

from audit.public_codes import new_public_code

# The words of slip_texts.py as they stood when consents were kept by their versions only.
WORDS = {
    "xu-ly-2026-11": (
        "processing",
        "Tôi đồng ý để văn phòng dùng nội dung và thông tin liên hệ này cho buổi đối thoại và để báo kết quả.",
    ),
    "neu-ten-2026-11": (
        "naming",
        "Tôi đồng ý nêu tên tôi trong chương trình, biên bản và thông báo kết luận.",
    ),
}


def keep_each_consent(apps, schema_editor):
    """What was agreed to so far, a row for each purpose, so that it can be taken back."""
    registrations = apps.get_model("sessions_app", "SpeakingRegistration").objects
    consents = apps.get_model("sessions_app", "Consent").objects
    rows = registrations.filter(consented_at__isnull=False).exclude(consent_text="").order_by("pk")
    for row in rows.iterator():
        for version in row.consent_text.split("+"):
            if version in WORDS:
                purpose, words = WORDS[version]
                consents.create(
                    code=new_public_code(), registration=row, purpose=purpose, text_version=version,
                    text_digest=hashlib.sha256(words.encode()).hexdigest(), given_at=row.consented_at,
                )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0004_erasing_and_consent")]

    operations = [migrations.RunPython(keep_each_consent, migrations.RunPython.noop)]
