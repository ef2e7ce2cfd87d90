"""An ordinary Django project. What servers have different is switched from the environment."""

import os

env = os.environ.get

# What becomes of the children of an organization that is deleted: PROTECT, CASCADE or SET_NULL.
ON_DELETE = env("ON_DELETE", "PROTECT")
# What an id in an element of a bulk write does: update that organization, or nothing (ignored).
BULK_ID = env("BULK_ID", "update")
# The largest array of a bulk write; 0 is any.
MAX_LENGTH = int(env("MAX_LENGTH", "0"))
# A list in lines breaks after so many; 0 is never.
BREAK_AFTER = int(env("BREAK_AFTER", "0"))
# How long each row of a bulk write takes besides, in milliseconds.
SLOW_ROWS = float(env("SLOW_ROWS", "0"))
# How many requests a service may make, such as 30/min; as many as it likes if it is empty.
THROTTLE = env("THROTTLE") or None
# Whether a request writes all or nothing.
ATOMIC_REQUESTS = env("ATOMIC_REQUESTS", "1") == "1"

SECRET_KEY = "nothing is signed with it"
SERVICE_SECRET = env("SERVICE_SECRET")
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "urls"
WSGI_APPLICATION = "wsgi.application"
INSTALLED_APPS = ["rest_framework", "organizations"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": env("PGDATABASE"),
        "USER": env("PGUSER"),
        "HOST": env("PGHOST"),
        "CONN_MAX_AGE": 60,
        "ATOMIC_REQUESTS": ATOMIC_REQUESTS,
    }
}

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["organizations.authentication.ServiceAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": THROTTLE},
    "SEARCH_PARAM": "_search",
    "UNAUTHENTICATED_USER": None,
}
