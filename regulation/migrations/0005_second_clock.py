"""Điều 43 of the Law on local government comes as an edition of its own."""

from django.db import migrations

from regulation.reference_data import load_reference


def load(apps, schema_editor):
    load_reference(*(apps.get_model("regulation", name) for name in ("CalendarDay", "Edition", "EditionTerm")))


class Migration(migrations.Migration):
    dependencies = [("regulation", "0004_cited_as")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
