"""What every profile shares. The environment is read here and in the profiles, nowhere else."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
SERVED_OVER_TLS = urlsplit(BASE_URL).scheme == "https"
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[urlsplit(BASE_URL).hostname or "localhost", "localhost", "127.0.0.1"]
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "dialogue_portal.apps.DialoguePortalConfig",
    "reports",
    "personal_data",
    "followups",
    "sessions_app",
    "duties",
    "documents",
    "outbox",
    "accounts",
    "organizations",
    "audit",
    "regulation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dialogue_portal.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "dialogue_portal.middleware.ReadableInputMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SeatMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dialogue_portal.middleware.FramedPapersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "documents.middleware.PaperPictureMiddleware",
]

ROOT_URLCONF = "dialogue_portal.urls"
WSGI_APPLICATION = "dialogue_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dialogue_portal.context.chrome",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # One writer at a time from the first statement on, so that no transaction dies half way with
    # "database is locked"; FULL because an official record must survive a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
            "PRAGMA secure_delete=ON;PRAGMA mmap_size=134217728;PRAGMA cache_size=-16000;"
        ),
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"
    )
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_cache_folder = DATA_DIR / "cache"
_cache_folder.mkdir(exist_ok=True)
CACHES = {"default": env.cache_url("CACHE_URL", default=f"filecache://{_cache_folder}")}
if CACHES["default"]["BACKEND"].endswith("FileBasedCache"):
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 100_000}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["dialogue_portal.backends.ProfileBackend"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/viec-cua-toi/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
]
# The second factor: allauth keeps and checks it, the pages are ours (accounts/); none of its addresses is served.
MFA_ADAPTER = "accounts.mfa_adapter.SealedSecretsAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1
SECOND_FACTOR_ENFORCED = True
# At least a minute: a page that is opened after the answer is a request of its own.
REAUTHENTICATE_AFTER = timedelta(minutes=max(1, env.int("REAUTHENTICATE_AFTER_MINUTES", default=15)))
# Single sign-on of a city (OpenID Connect); without an issuer there is none and the page does not offer it.
OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_CLAIM = env.str("OIDC_CLAIM", default="preferred_username")
OIDC_LABEL = env.str("OIDC_LABEL", default="Đăng nhập một lần của thành phố")
SESSION_ENGINE = "accounts.session_store"
# After such a pause the screen is locked: the password or a code opens it again where it was.
IDLE_AFTER = timedelta(minutes=max(5, env.int("IDLE_AFTER_MINUTES", default=60)))
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVED_OVER_TLS
SESSION_COOKIE_NAME = "__Host-phien" if SERVED_OVER_TLS else "phien"
CSRF_COOKIE_NAME = "__Host-csrf" if SERVED_OVER_TLS else "csrf"
CITIZEN_COOKIE_NAME = "__Host-congdan" if SERVED_OVER_TLS else "congdan"
if SERVED_OVER_TLS:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    # Probes of the machine itself come without TLS.
    SECURE_REDIRECT_EXEMPT = [r"^suc-khoe/"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# "no-referrer" would send "Origin: null" and break the CSRF check over https.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # PDF papers are excepted by FramedPapersMiddleware
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]
FORMAT_MODULE_PATH = ["dialogue_portal.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT_BYTES = 10 * 1024 * 1024

# Where the daily seals of the trail are written; best a place that the portal's own machine cannot rewrite.
SEAL_FOLDER = Path(env.str("SEAL_FOLDER", default=str(DATA_DIR / "seals")))

MAIL_STORE = DATA_DIR / "mail"
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Cổng đối thoại <khong-tra-loi@localhost>")
EMAIL_TIMEOUT = 20
# A folder of .eml files, or a maildir, into which letters that came back are delivered; empty: none are read.
BOUNCE_FOLDER = env.str("BOUNCE_FOLDER", default="")

# Text messages: "" (none), "file" (kept as files), "http" (a provider, see docs/operations/running.md).
SMS_BACKEND = env.str("SMS_BACKEND", default="")
SMS_STORE = DATA_DIR / "sms"
SMS_PER_NUMBER_PER_DAY = env.int("SMS_PER_NUMBER_PER_DAY", default=5)
SMS_PER_PREFIX_PER_DAY = env.int("SMS_PER_PREFIX_PER_DAY", default=1_000)
SMS_PER_DAY = env.int("SMS_PER_DAY", default=3_000)
SMS_FAULTS_IN_A_ROW = env.int("SMS_FAULTS_IN_A_ROW", default=5)
SMS_PAUSE = timedelta(minutes=env.int("SMS_PAUSE_MINUTES", default=10))
SMS_HTTP = {
    "url": env.str("SMS_HTTP_URL", default=""),
    "method": env.str("SMS_HTTP_METHOD", default="POST").upper(),
    "body": env.str("SMS_HTTP_BODY", default="json"),
    "headers": env.json("SMS_HTTP_HEADERS", default={}),
    "fields": env.json("SMS_HTTP_FIELDS", default={"to": "{to}", "text": "{text}"}),
    "accepted": env.str("SMS_HTTP_ACCEPTED", default=""),
    "refused": env.str("SMS_HTTP_REFUSED", default=""),
    "connect_seconds": env.int("SMS_HTTP_CONNECT_SECONDS", default=5),
    "answer_seconds": env.int("SMS_HTTP_ANSWER_SECONDS", default=20),
}

# Celery carries ticks without arguments; what is owed stands in the database.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
if CELERY_BROKER_URL.startswith("filesystem"):
    _queue = DATA_DIR / "queue"
    for _part in ("messages", "processed", "control"):
        (_queue / _part).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "processed_folder": str(_queue / "processed"),
        "control_folder": str(_queue / "control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
    CELERY_TASK_ACKS_LATE = False
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 5,
    }
    CELERY_TASK_ACKS_LATE = True
    CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TIMEZONE = TIME_ZONE

# How many own proxies stand in front: only then are forwarded addresses believed, and only that far.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# Profiles switch these on.
DEMO_ACCOUNTS_ALLOWED = False
DEMO_PASSWORD = ""
MAIL_STORE_PAGE = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "dialogue_portal.masking.MaskingFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # A tick every few seconds is no news, nor is each step of laying out a paper.
    "loggers": {
        "celery": {"level": "WARNING"},
        "kombu": {"level": "ERROR"},
        **{name: {"level": "WARNING"} for name in ("weasyprint.progress", "fontTools", "pikepdf")},
    },
}
