"""Addresses of the hierarchy."""

from django.urls import path

from dialogue_portal.reorganisation import merging, views

app_name = "reorganisation"
urlpatterns = [
    path("to-chuc/", views.units, name="units"),
    path("to-chuc/lap/", views.unit_new, name="unit_new"),
    path("to-chuc/sap-nhap/", merging.index, name="reorganisations"),
    path("to-chuc/sap-nhap/lap/", merging.new, name="reorganisation_new"),
    path("to-chuc/sap-nhap/<slug:code>/", merging.detail, name="reorganisation"),
    path("to-chuc/sap-nhap/<slug:code>/them/", merging.line_new, name="reorganisation_line_new"),
    path("to-chuc/sap-nhap/<slug:code>/<int:pk>/bo/", merging.line_drop, name="reorganisation_line_drop"),
    path("to-chuc/chuc-vu/<slug:code>/bo-nhiem/", views.appoint, name="appoint"),
    path("to-chuc/chuc-vu/<slug:code>/thoi-giu/", views.end_tenure, name="end_tenure"),
    path("to-chuc/chuc-vu/<slug:code>/uy-quyen/", views.delegate, name="delegate"),
    path("to-chuc/<slug:code>/", views.unit, name="unit"),
    path("to-chuc/<slug:code>/doi-ten/", views.rename, name="rename"),
    path("to-chuc/<slug:code>/quan-he/", views.relation_new, name="relation_new"),
    path("to-chuc/<slug:code>/quan-he/<int:pk>/ket-thuc/", views.relation_close, name="relation_close"),
    path("to-chuc/<slug:code>/chuc-vu/", views.post_new, name="post_new"),
    path("to-chuc/<slug:code>/so-ban-giao/", views.custody, name="custody"),
]
