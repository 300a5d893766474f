"""
One settings module for every environment.

What differs between a laptop, CI and production is a value, so it is an
environment variable (config/env.py, .env.example). Defaults are the
production-safe ones: a forgotten variable fails the start, it never opens a door.
"""

import copy
from pathlib import Path

from django.utils.log import DEFAULT_LOGGING
from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_file(BASE_DIR / ".env")

# --- What kind of installation this is -------------------------------------------------

DEBUG = env.flag("DEBUG")
# A demo shows its accounts and its mail to whoever opens it; it must never hold real people.
DEMO = env.flag("DEMO")
TESTING = env.flag("TESTING")
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
BASE_URL = env.text("BASE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
CSRF_FAILURE_VIEW = "home.stale_forms.stale_form"
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var")))

# --- Composition -----------------------------------------------------------------------

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

INSTALLED_APPS = [
    "config.apps.PlatformConfig",
    "demo",
    "certificates",
    "quizzes",
    "courses",
    "home",
    "accounts",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "config.apps.PeopleAdminConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "home.compressing.CompressPagesMiddleware",
    "home.responses.ResponseHeadersMiddleware",
    "home.ranges.RangesMiddleware",
    "home.methods.MethodsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "home.languages.PrefixMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.admin_language.AdminLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.admin_door.AdminDoorMiddleware",
    "home.publishing.PublishingRefusedMiddleware",
    "home.first_saves.FirstSaveMiddleware",
    "home.malformed.NulMiddleware",
    "home.malformed.MalformedFormMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context.site_chrome",
            ],
            "builtins": ["django.templatetags.i18n"]
            + [f"home.templatetags.{part}" for part in ("components", "languages", "paths")],
        },
    },
]

# --- Data ------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_URL = env.text("DATABASE_URL", "")
if DATABASE_URL:
    DATABASES = {
        "default": env.postgres(DATABASE_URL)
        | {
            # The pool, and never a persistent connection a thread: those leak under a
            # threaded server until the database refuses new ones.
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 16, "timeout": 10}},
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "db.sqlite3",
            "OPTIONS": {
                # Readers never wait for the writer; writers queue for up to 20 s instead
                # of failing with "database is locked" half way through a transaction.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                ),
            },
        }
    }

REDIS_URL = env.text("REDIS_URL", "")
CACHES = {
    # Shared by every process: rate limits are only right when all of them count together.
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "shared_cache",
        }
    ),
    # One a process, for what carries its version in its key and so can never be stale.
    "versioned": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "versioned",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
    # Sizes of pictures are fetched all at once and their HTML is kept; a cache of each one
    # in the database would cost more queries than it saves.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# Personal identity codes: the first key encrypts, all of them decrypt. None: no organisation
# can ask for codes.
IDENTITY_CODE_KEYS = env.secret_keys("IDENTITY_CODE_KEYS")
# They keep the private halves of the keys that sign badges: the first encrypts, all of them
# decrypt. None: one is derived from SECRET_KEY.
BADGE_KEY_SECRETS = env.secret_keys("BADGE_KEY_SECRETS")

# The key that signs certificates' files: a PKCS#12 file, or pkcs11:… for one in a token. None:
# files are not signed.
PDF_SIGNING_KEY = env.text("PDF_SIGNING_KEY", "")
# Opens the file; for a token, its PIN.
PDF_SIGNING_PASSPHRASE = env.text("PDF_SIGNING_PASSPHRASE", "")

# Debug and tests read static files where they lie; elsewhere their names carry a hash.
PLAIN_STATIC_FILES = DEBUG or TESTING
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "media", "base_url": "/media/"},
    },
    # Course documents and certificates: never under a public address.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC_FILES
        else "home.static_files.HashedStaticFilesStorage",
    },
}
if MEDIA_BUCKET := env.text("MEDIA_BUCKET", ""):
    for name, prefix in (("default", "media"), ("private", "private")):
        STORAGES[name] = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": MEDIA_BUCKET,
                "location": prefix,
                "endpoint_url": env.text("MEDIA_ENDPOINT", "") or None,
                "file_overwrite": False,
                "querystring_auth": name == "private",
            },
        }
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = PLAIN_STATIC_FILES
# Looking where a file lies when it is asked for; else every test would list them all first.
WHITENOISE_AUTOREFRESH = PLAIN_STATIC_FILES
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# For how many days what learners wrote is kept after their run; 0 keeps it.
WORK_KEPT_DAYS = env.whole_number("WORK_KEPT_DAYS", 2 * 365)

# --- Work outside the request ----------------------------------------------------------

# `immediate` runs a task where it is enqueued; only the outbox does that, and its row keeps
# the failure that this backend swallows.
TASK_BACKEND = env.text("TASK_BACKEND", "immediate" if DEMO or TESTING or DEBUG else "database")
TASKS = {
    "default": {
        "BACKEND": {
            "immediate": "django_tasks.backends.immediate.ImmediateBackend",
            "database": "django_tasks_db.DatabaseBackend",
        }[TASK_BACKEND],
        "QUEUES": ["default", "mail", "pdf"],
    }
}

# --- People ----------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["home.notices.counting.CountingBackend"]
# OWASP's minimum for Argon2id is the library's setting in accounts.hashing (19 MiB, t=2, p=1).
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["accounts.hashing.MinimumArgon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.UnlikeThePerson"},
    {"NAME": "accounts.passwords.HardToGuess"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "courses:my_studies"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Codes rather than links: mail scanners open links, and a code works when the mail is read
# on another device. Nine digits; mail may be slow, so there is time to wait for it.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": True}
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_CHANGE_EMAIL = True
# Changing the address asks for the password: a desk left open must not cost the account.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.split("://", maxsplit=1)[0]
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "accounts.forms.SignUpForm",
    "add_email": "accounts.forms.NewAddressForm",
    "confirm_email_verification_code": "accounts.forms.AddressCodeForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.FirstPasswordForm",
    "reset_password": "accounts.forms.ForgottenPasswordForm",
    "confirm_password_reset_code": "accounts.forms.ResetCodeForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
}
# A class of forty comes from one address of its employer, so the limits for an address
# leave room for it. Wrong passwords are counted in accounts.password_tries.
ACCOUNT_RATE_LIMITS = {
    "signup": "60/m/ip",
    "login": "120/m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
    # Mail is slow at times: somebody who waits asks for the code again within minutes.
    "confirm_email": "5/3m/key",
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BASE_URL.startswith(
    "https://"
)
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
# Only who ticks "keep me signed in" stays so when the browser is closed.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Mail ------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text("FROM_EMAIL", "Työkykypolku <noreply@tyokykypolku.example>")
globals().update(
    env.mail(env.text("EMAIL_URL", f"file://{DATA_DIR / 'mail'}" if DEMO or DEBUG else None))
    if not TESTING
    else {}
)

# --- Languages and time ----------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "Europe/Helsinki"
USE_I18N = True
LANGUAGE_CODE = "fi"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = [
    ("fi", _("Finnish")),
    ("sv", _("Swedish")),
    ("en", _("English")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
# Days, times and numbers as Finland writes them, in Swedish and English too.
FORMAT_MODULE_PATH = "config.formats"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Wagtail ---------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Työkykypolku"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
# Every language reads days so; what browsers and scripts send (2026-11-22) is read too.
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H.%M"
WAGTAIL_TIME_FORMAT = "%H.%M"
# An address that is copied into mail is read: ä would become %C3%A4 there.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Untranslated copies would otherwise go live in Finnish.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILADMIN_LOGIN_URL = "admin_sign_in"
# One sign-in: Wagtail's own forms let unverified people in, without a limit of tries.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# No third-party requests.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# The one thing that goes out by itself: a task asks the addresses that texts name.
CHECK_LINKS = env.flag("CHECK_LINKS", default=not TESTING)
WAGTAILIMAGES_IMAGE_MODEL = "home.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "home.uploads.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILDOCS_DOCUMENT_MODEL = "home.CustomDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "home.uploads.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "key", "mp3", "mp4", "odt", "pdf", "pptx", "txt", "vtt", "webm", "xlsx", "zip",
]  # fmt: skip
# Services whose content may stand on pages, by their keys in home/blocks/hosts.py.
EMBED_HOSTS = env.words("EMBED_HOSTS", "youtube, vimeo, thinglink, areena, finna")
# Tests find nothing by searching, and an eighth of their time went into the index.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": not TESTING}
}
WAGTAIL_MODERATION_ENABLED = True

# --- Answers to the browser ------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"  # previews in the editor
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if BASE_URL.startswith("https://") else 0
BEHIND_PROXY = env.flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Rate limits count visitors, not the proxy that they all come through.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_SSL_REDIRECT = BEHIND_PROXY and BASE_URL.startswith("https://")
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked by the proxy itself, in plain HTTP
SILENCED_SYSTEM_CHECKS = [
    # Subdomains and the preload list bind the whole domain: its owner's decision, not ours.
    "security.W005",
    "security.W021",
    # SAMEORIGIN, not DENY: the editor shows previews in a frame.
    "security.W019",
]
SECURE_REFERRER_POLICY = "same-origin"
ADMIN_PATH = "hallinta/"

# A page of debug shows values too: what is sensitive stays out of that as well.
DEFAULT_EXCEPTION_REPORTER_FILTER = "config.error_reports.DiscreetReporterFilter"

LOGGING = copy.deepcopy(DEFAULT_LOGGING)
LOGGING["handlers"]["console"]["filters"] = []
LOGGING["root"] = {"handlers": ["console"], "level": "WARNING"}
