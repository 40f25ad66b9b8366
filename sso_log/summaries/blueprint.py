"""The blueprint that the views of every subject register on; it has no view of its own."""

from flask import Blueprint

blueprint = Blueprint("summaries", __name__)
