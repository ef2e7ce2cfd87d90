import hmac

from django.conf import settings
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

IDENTITY = ["CUSTOMER-ID", "APPLICATION-ID", "SERVICE-ID", "SERVICE-VERSION-ID", "CLIENT-CT", "CLIENT-ENTITY"]


class Service:
    """What makes a request: an activated service."""

    is_authenticated = True

    def __init__(self, identity):
        self.pk = "/".join(identity)


class ServiceAuthentication(BaseAuthentication):
    """Six headers say who it is, and the seventh proves it."""

    def authenticate(self, request):
        identity = [request.headers.get("X-PIGELLO-" + name) for name in IDENTITY]
        secret = request.headers.get("X-PIGELLO-CLIENT-SECRET")
        if not secret or not all(identity):
            return None
        if not hmac.compare_digest(secret.encode(), settings.SERVICE_SECRET.encode()):
            raise AuthenticationFailed("Invalid credentials.")
        return Service(identity), None
