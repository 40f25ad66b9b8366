"""Brings the views of each subject onto the blueprint; the views are in the subjects' folders."""

import sso_log.summaries.abstraction.views
import sso_log.summaries.framework.views
import sso_log.summaries.own.views
import sso_log.summaries.school.panel  # noqa: F401 - all register what they show
from sso_log.summaries.blueprint import blueprint

__all__ = ["blueprint"]
