"""Brings the views of each subject onto the blueprint; the views are in the subjects' folders."""

import sso_log.summaries.abstraction.views
import sso_log.summaries.framework.views  # noqa: F401 - both register their routes
from sso_log.summaries.blueprint import blueprint

__all__ = ["blueprint"]
