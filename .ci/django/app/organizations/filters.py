from django.core.exceptions import ValidationError as InvalidValue
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend

TEXT = {
    "contains", "endswith", "icontains", "iendswith", "iexact", "in", "isnull", "istartswith", "startswith"
}
OPERATORS = {
    "created_at": {"gt", "gte", "in", "isnull", "lt", "lte"},
    "custom_id": TEXT,
    "name": TEXT,
    "id": {"in", "isnull"},
    "organization": {"in", "isnull"},
}


class FieldFilter(BaseFilterBackend):
    """field=value and field__operator=value; a ! behind either turns it round."""

    def filter_queryset(self, request, queryset, view):
        for parameter, value in request.query_params.items():
            if parameter.startswith("_"):
                continue
            try:
                queryset = self.narrow(queryset, parameter, value)
            except InvalidValue as error:
                raise ValidationError({parameter: error.messages})
            except ValueError as error:
                raise ValidationError({parameter: [str(error)]})
        return queryset

    def narrow(self, queryset, parameter, value):
        field, _, operator = parameter.rstrip("!").partition("__")
        if field not in OPERATORS or operator and operator not in OPERATORS[field]:
            raise ValueError("Unknown filter.")
        if operator == "in":
            value = value.split(",")
        elif operator == "isnull":
            value = value.lower() in ("true", "1")
        condition = {field + "__" + (operator or "exact"): value}
        if parameter.endswith("!"):
            return queryset.exclude(**condition)
        return queryset.filter(**condition)


class OrderFilter(BaseFilterBackend):
    """_order_by=created_at,-name"""

    def filter_queryset(self, request, queryset, view):
        keys = request.query_params.get("_order_by")
        if not keys:
            return queryset
        for key in keys.split(","):
            if key.removeprefix("-") not in OPERATORS:
                raise ValidationError({"_order_by": ["Unknown field."]})
        return queryset.order_by(*keys.split(","))
