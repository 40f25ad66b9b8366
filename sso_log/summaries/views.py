"""Brings the views of each subject onto the blueprint; the views are in the subjects' folders."""

import sso_log.summaries.abstraction.views  # noqa: F401 - registers its routes
from sso_log.summaries.blueprint import blueprint

__all__ = ["blueprint"]
