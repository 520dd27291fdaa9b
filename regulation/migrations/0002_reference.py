"""The calendar 2017 to 2027 and the terms of the regulation come with ``migrate``."""

from django.db import migrations

from regulation.reference_data import load_reference


def load(apps, schema_editor):
    load_reference(*(apps.get_model("regulation", name) for name in ("CalendarDay", "Edition", "EditionTerm")))


class Migration(migrations.Migration):
    dependencies = [("regulation", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
