from django.conf import settings
from django.http import StreamingHttpResponse
from rest_framework import generics
from rest_framework.filters import SearchFilter
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from .filters import FieldFilter, OrderFilter
from .models import Organization
from .serializers import ElementSerializer, OrganizationSerializer


class Create(generics.CreateAPIView):
    serializer_class = OrganizationSerializer


class Detail(generics.RetrieveUpdateDestroyAPIView):
    queryset = Organization.objects.all()
    serializer_class = OrganizationSerializer
    http_method_names = ["get", "patch", "delete", "options"]


class Pages(PageNumberPagination):
    page_size = None
    page_query_param = "_page"
    page_size_query_param = "_page_size"

    def get_paginated_response(self, data):
        return Response(data)


class List(generics.ListAPIView):
    queryset = Organization.objects.all()
    serializer_class = OrganizationSerializer
    pagination_class = Pages
    filter_backends = [FieldFilter, SearchFilter, OrderFilter]
    search_fields = ["name", "custom_id"]

    def get_serializer(self, *args, **kwargs):
        serializer = super().get_serializer(*args, **kwargs)
        if self.asked("_slim"):
            fields = getattr(serializer, "child", serializer).fields
            for name in set(fields) - {"id"}:
                fields.pop(name)
        return serializer

    def get(self, request):
        if self.asked("_statistics"):
            return Response({"count": self.filter_queryset(self.get_queryset()).count()})
        if self.asked("_jsonl"):
            lines = self.lines(self.filter_queryset(self.get_queryset()))
            return StreamingHttpResponse(lines, content_type="application/x-ndjson")
        return self.list(request)

    def post(self, request):
        limit = settings.MAX_LENGTH or None
        serializer = ElementSerializer(data=request.data, many=True, max_length=limit)
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return Response(serializer.data)

    def asked(self, parameter):
        return self.request.query_params.get(parameter, "").lower() in ("true", "1")

    def lines(self, organizations):
        serializer, renderer = self.get_serializer(), JSONRenderer()
        for number, organization in enumerate(organizations.iterator()):
            if settings.BREAK_AFTER and number == settings.BREAK_AFTER:
                raise ConnectionError("the stream breaks")
            yield renderer.render(serializer.to_representation(organization)) + b"\n"
