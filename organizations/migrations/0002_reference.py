"""The real city comes with ``migrate``: territories, bodies, relations, posts, fields."""

from django.db import migrations

from organizations.reference_data import load_reference


def load(apps, schema_editor):
    load_reference(apps)


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
