"""Addresses of the portal, app by app. ``handler…`` pages say what to do next."""

from django.urls import include, path

from dialogue_portal import health

urlpatterns = [
    path("suc-khoe/", health.live, name="live"),
    path("suc-khoe/san-sang/", health.ready, name="ready"),
    path("", include("dialogue_portal.desk.urls")),
    path("", include("dialogue_portal.trail.urls")),
    path("", include("dialogue_portal.reorganisation.urls")),
    path("", include("dialogue_portal.staff.urls")),
    path("", include("accounts.urls")),
    path("", include("sessions_app.urls")),
    path("", include("followups.urls")),
    path("", include("personal_data.urls")),
    path("", include("duties.urls")),
    path("", include("documents.urls")),
    path("", include("outbox.urls")),
    path("", include("reports.urls")),
]
