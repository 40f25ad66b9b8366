"""The pages of administration, put together: people in one file, cover in another."""

from sso_log.admin import cover_views, people_views
from sso_log.admin.blueprint import blueprint

__all__ = ["blueprint", "cover_views", "people_views"]
