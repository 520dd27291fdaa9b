from django.db import migrations, models

from audit import acting

TYPE_OF = {
    "giay-moi": "giay-moi",
    "bien-ban": "bien-ban",
    "thong-bao-ket-luan": "thong-bao",
    "bao-cao-nam": "bao-cao",
}
TYPES = [
    ("giay-moi", "Giấy mời"),
    ("bien-ban", "Biên bản"),
    ("thong-bao", "Thông báo"),
    ("bao-cao", "Báo cáo"),
    ("cong-van", "Công văn"),
]


def count_by_type(apps, schema_editor) -> None:
    """Every kind there was has a type of its own, so the numbers stay as they are."""
    with acting.context("numbers are counted by type"):
        for kind, paper_type in TYPE_OF.items():
            apps.get_model("documents", "IssuedDocument").objects.filter(kind=kind).update(paper_type=paper_type)
            apps.get_model("documents", "NumberSeries").objects.filter(paper_type=kind).update(
                paper_type=paper_type
            )


class Migration(migrations.Migration):
    """Numbers are counted by the type of a paper: notices about different things share one series."""

    dependencies = [("documents", "0001_initial"), ("audit", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="numberseries", name="series_once"),
        migrations.RemoveConstraint(model_name="issueddocument", name="document_number_unique_in_series"),
        migrations.RenameField(model_name="numberseries", old_name="kind", new_name="paper_type"),
        migrations.AlterField(
            model_name="numberseries",
            name="paper_type",
            field=models.CharField(choices=TYPES, max_length=40),
        ),
        migrations.AddField(
            model_name="issueddocument",
            name="paper_type",
            field=models.CharField(choices=TYPES, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="issueddocument",
            name="kind",
            field=models.CharField(
                choices=[
                    ("giay-moi", "Giấy mời"),
                    ("bien-ban", "Biên bản"),
                    ("thong-bao-ket-luan", "Thông báo kết luận"),
                    ("bao-cao-nam", "Báo cáo năm"),
                    ("thong-bao-cong-khai", "Thông báo công khai"),
                    ("cong-van-don-doc", "Công văn đôn đốc"),
                    ("cong-van-kien-nghi", "Công văn kiến nghị cấp trên"),
                ],
                max_length=40,
                verbose_name="loại",
            ),
        ),
        migrations.RunPython(count_by_type, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.UniqueConstraint(fields=("issuer", "paper_type", "period"), name="series_once"),
        ),
        migrations.AddConstraint(
            model_name="issueddocument",
            constraint=models.UniqueConstraint(
                fields=("issuer", "paper_type", "period", "number"), name="document_number_unique_in_series"
            ),
        ),
    ]
