"""The blueprint of entries, apart from its views so that they can be several modules."""

from flask import Blueprint

blueprint = Blueprint("entries", __name__)
