"""Addresses of figures across units and of yearly reports."""

from django.urls import path

from reports.views import annual, dashboard

app_name = "reports"
urlpatterns = [
    path("bang-dieu-hanh/", dashboard.dashboard, name="dashboard"),
    path("bang-dieu-hanh/so-lieu/<slug:name>/", dashboard.figure, name="figure"),
    path("bao-cao/nam/", annual.annual_list, name="annual_list"),
    path("bao-cao/nam/<int:year>/<slug:post_code>/", annual.annual, name="annual"),
    path("bao-cao/nam/<int:year>/<slug:post_code>/xem-truoc.pdf", annual.annual_pdf, name="annual_pdf"),
    path("bang-dieu-hanh/dia-phuong/<slug:code>/", dashboard.area, name="area"),
]
