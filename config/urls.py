"""
Every address of the site.

What a person reads stands behind a language prefix. Outside it: the admin, certificates
(printed on paper, so their address never changes), shared drafts, documents, media, exercises
in their frames, health, and the files that programs look for at the root.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.i18n import set_language
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.signing_in import to_sign_in, to_sign_in_reset
from home import gallery, health, media, root_files, routing
from home.drafts.showing import shared_draft
from home.notices.views import choices as notice_choices
from home.offline import views as offline
from home.reading_settings.views import reading_settings

handler400 = "home.errors.bad_request"
handler403 = "home.errors.permission_denied"
handler404 = "home.errors.page_not_found"
handler429 = "home.errors.too_many_requests"  # allauth's rate limits look for it here
handler500 = "home.errors.server_error"

urlpatterns = [
    path("health/", health.health, name="health"),
    path("robots.txt", root_files.robots, name="robots"),
    path("favicon.ico", root_files.favicon, name="favicon"),
    path("sw.js", offline.worker, name="service_worker"),
    path("i18n/setlang/", set_language, name="set_language"),
    # One sign-in: these stand before Wagtail's own forms and hide them.
    path(f"{settings.ADMIN_PATH}login/", to_sign_in, name="admin_sign_in"),
    path(f"{settings.ADMIN_PATH}password_reset/", to_sign_in_reset, name="admin_reset"),
    path(f"{settings.ADMIN_PATH}", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", media.media, name="media"),
    path("h5p/", include("home.h5p.urls")),
    path("todistus/", include("certificates.urls")),
    path("luonnos/<str:secret>/", shared_draft, name="shared_draft"),
]

if settings.DEBUG or settings.DEMO or settings.TESTING:
    urlpatterns += [
        path("_ui/", gallery.gallery, name="gallery"),
        path("_mail/", include("demo.urls")),
    ]

urlpatterns += i18n_patterns(
    path("tili/ilmoitukset/", notice_choices, name="notice_choices"),
    path("tili/", include("accounts.urls")),
    path("tili/", include("accounts.sign_in_urls")),
    path("opinnot/ilmoitukset/", include("home.notices.urls")),
    path("opinnot/tallennetut/", offline.saved_lessons, name="saved_lessons"),
    path("ilman-verkkoa/", offline.offline, name="offline"),
    path("opinnot/", include("courses.urls")),
    path("todistukset/", include("certificates.learner_urls")),
    path("kokeet/", include("quizzes.urls")),
    path("haku/", include("courses.searching.urls")),
    path("lukuasetukset/", reading_settings, name="reading_settings"),
    path("palaute/", include("home.feedback.urls")),
    path("sanasto/", include("home.glossary.urls")),
    path("palvelut/", include("home.cards.urls")),
    path("", include(routing.urlpatterns)),
)
