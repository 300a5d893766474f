"""Pages of a demo installation only."""

from django.urls import path

from demo import mailbox

app_name = "demo_mail"

urlpatterns = [
    path("", mailbox.show_list, name="list"),
    path("<str:file>/<int:place>/", mailbox.show_letter, name="letter"),
]
