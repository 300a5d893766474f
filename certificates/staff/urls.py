"""Addresses of study staff's rooms; below the administration's `todistukset/`."""

from django.urls import path

from certificates.staff import bulk_rooms, rooms

app_name = "certificate"

urlpatterns = [
    path("", rooms.AllCertificates.as_view(), name="list"),
    path("myonna/", bulk_rooms.BulkRoom.as_view(), name="bulk"),
    path("virheet/", rooms.Troubles.as_view(), name="troubles"),
    path("<int:pk>/", rooms.OneCertificate.as_view(), name="one"),
    path("<int:pk>/tiedosto/", rooms.CertificateFile.as_view(), name="file"),
    path("<int:pk>/mitatoi/", rooms.RevokeRoom.as_view(), name="revoke"),
    path("<int:pk>/uudelleen/", rooms.ReissueRoom.as_view(), name="reissue"),
]
