"""Addresses of figures across units and of yearly reports."""

from django.urls import path

from reports.views import dashboard

app_name = "reports"
urlpatterns = [
    path("bang-dieu-hanh/", dashboard.dashboard, name="dashboard"),
    path("bang-dieu-hanh/so-lieu/<slug:name>/", dashboard.figure, name="figure"),
    path("bang-dieu-hanh/dia-phuong/<slug:code>/", dashboard.area, name="area"),
]
