"""Addresses of the portal, app by app. ``handler…`` pages say what to do next."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("sessions_app.urls")),
    path("", include("followups.urls")),
    path("", include("duties.urls")),
    path("", include("documents.urls")),
    path("", include("outbox.urls")),
    path("", include("reports.urls")),
]
