"""Pages of a demo installation only."""

urlpatterns: list = []
