#!/usr/bin/env python
"""Command line of the portal. The profile ``local`` is the default; production sets DJANGO_SETTINGS_MODULE."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogue_portal.settings.local")
    execute_from_command_line(sys.argv)
