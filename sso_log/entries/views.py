"""The pages of entries: filling in, reading, listing. Each part is a module of its own."""

from sso_log.auth.policy import Permission, may
from sso_log.entries import form_views, list_views, page_views
from sso_log.entries.blueprint import blueprint
from sso_log.web.navigation import NavItem, register

register(NavItem("entries.own", 10, lambda who: may(who, Permission.WRITE_ENTRY)))

__all__ = ["blueprint", "form_views", "list_views", "page_views"]
