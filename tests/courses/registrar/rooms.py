"""The study office's rooms as a browser asks for them."""

from django.urls import reverse


def new(**query):
    return reverse("register:new", query=query)


def room(delivery, name="delivery", *args):
    return reverse(f"register:{name}", args=[delivery.pk, *args])


def body(response):
    return b"".join(response.streaming_content)


def fetch(client, delivery, kind):
    return body(client.get(room(delivery, "file", kind)))


def profile_fields(organisation, **more):
    return {
        "organisation": organisation.pk,
        "name": "Peppi",
        "columns-credits-place": "2",
        "columns-surname-place": "1",
        "columns-surname-label": "SUKUNIMI",
        "columns-completed_on-place": "3",
        "language": "sv",
        "date_format": "finnish",
        "delimiter": ",",
        "ending": "trailer",
    } | more
