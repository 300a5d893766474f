"""Addresses of deliveries and files; below the administration's `toimitukset/`."""

from django.urls import path, re_path

from courses.registrar import delivery_rooms, file_rooms

app_name = "register"

urlpatterns = [
    path("", delivery_rooms.Deliveries.as_view(), name="deliveries"),
    path("uusi/", delivery_rooms.NewDelivery.as_view(), name="new"),
    path("loki/", delivery_rooms.Exports.as_view(), name="exports"),
    path("pitka/", file_rooms.Prepare.as_view(), name="prepare"),
    path("pitkat/", file_rooms.Prepared.as_view(), name="prepared"),
    path("pitkat/<int:pk>/", file_rooms.PreparedFile.as_view(), name="prepared_file"),
    path("<int:pk>/", delivery_rooms.OneDelivery.as_view(), name="delivery"),
    path("<int:pk>/ero/", delivery_rooms.Comparison.as_view(), name="comparison"),
    re_path(
        r"^(?P<pk>[0-9]+)/(?P<kind>csv|xlsx|virta|virta-learners)/$",
        file_rooms.DeliveryFile.as_view(),
        name="file",
    ),
]
