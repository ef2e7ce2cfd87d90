from django.urls import path

from organizations import views

urlpatterns = [
    path("sales/organization/", views.Create.as_view()),
    path("sales/organization/list/", views.List.as_view()),
    path("sales/organization/<uuid:pk>/", views.Detail.as_view()),
]
