import uuid

from django.conf import settings
from django.db import models


class Organization(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=255, unique=True)
    organization = models.ForeignKey(
        "self", null=True, blank=True, on_delete=getattr(models, settings.ON_DELETE), related_name="children"
    )
    custom_id = models.CharField(max_length=128, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    customer_columns = models.JSONField(null=True, editable=False)
    tags = models.JSONField(null=True, editable=False)

    class Meta:
        db_table = "organization"
