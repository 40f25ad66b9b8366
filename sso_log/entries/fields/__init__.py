"""Every question of every kind, declared once for the form, the JSON and any import."""

from sso_log.entries.fields import abstraction, diversion, diversion_update, engagement
from sso_log.entries.fields.declare import Schema

SCHEMAS: dict[str, Schema] = {
    "engagement": engagement.SCHEMA,
    "diversion": diversion.SCHEMA,
    "diversion_update": diversion_update.SCHEMA,
    "abstraction": abstraction.SCHEMA,
}
