import time
from collections.abc import Mapping

from django.conf import settings
from rest_framework import serializers

from .models import Organization


class ParentField(serializers.PrimaryKeyRelatedField):
    """The organization above, as {"id": …}."""

    def to_internal_value(self, data):
        if not isinstance(data, Mapping) or "id" not in data:
            self.fail("incorrect_type", data_type=type(data).__name__)
        return super().to_internal_value(data["id"])

    def to_representation(self, value):
        return {"id": str(value.pk)}


class BulkSerializer(serializers.ListSerializer):
    """Elements with an id update that organization, the others make one."""

    def create(self, validated_data):
        return [self.save_element(element) for element in validated_data]

    def save_element(self, element):
        time.sleep(settings.SLOW_ROWS / 1000)
        instance = element.pop("instance", None)
        if instance is None:
            return self.child.create(element)
        return self.child.update(instance, element)


class OrganizationSerializer(serializers.ModelSerializer):
    organization = ParentField(queryset=Organization.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Organization
        list_serializer_class = BulkSerializer
        fields = ["id", "name", "organization", "custom_id", "created_at", "customer_columns", "tags"]
        read_only_fields = ["customer_columns", "tags"]


class ElementSerializer(OrganizationSerializer):
    """One element of a bulk write."""

    def run_validation(self, data=serializers.empty):
        self.instance = self.named(data)  # whose own name is not taken
        element = super().run_validation(data)
        if self.instance is not None:
            element["instance"] = self.instance
        return element

    def named(self, data):
        if settings.BULK_ID != "update" or not isinstance(data, Mapping) or not data.get("id"):
            return None
        field = serializers.PrimaryKeyRelatedField(
            queryset=Organization.objects.all(), pk_field=serializers.UUIDField()
        )
        try:
            return field.run_validation(data["id"])
        except serializers.ValidationError as error:
            raise serializers.ValidationError({"id": error.detail})
