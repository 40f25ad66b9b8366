"""SSO Log: `create_app` puts the slices together; everything else lives in one of them."""

import importlib
import importlib.util

from flask import Flask

from sso_log.config import Settings
from sso_log.db import db, prepare_engine
from sso_log.entries import child_key
from sso_log.extensions import csrf

__version__ = "0.1.0"

VIEWS = (
    "sso_log.health", "sso_log.help.views", "sso_log.auth.views", "sso_log.admin.audit_views",
    "sso_log.admin.views", "sso_log.reference.views", "sso_log.entries.views",
    "sso_log.weeks.views", "sso_log.review.views", "sso_log.summaries.views",
    "sso_log.api.views", "sso_log.home.views",
)
MODELS = (
    "sso_log.audit.models", "sso_log.auth.models", "sso_log.reference.models",
    "sso_log.entries.models", "sso_log.weeks.models", "sso_log.api.models",
)


def _have(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from settings, or from the environment when none are given."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__, template_folder=None, static_folder="static")
    app.config.from_mapping(settings.flask())
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    for name in MODELS:
        if _have(name):
            importlib.import_module(name)
    with app.app_context():
        prepare_engine(db.engine)
    child_key.configure(settings.person_key)
    for name in ("sso_log.web", "sso_log.auth.wiring"):
        if _have(name):
            module = importlib.import_module(name)
            if hasattr(module, "init_app"):
                module.init_app(app)
    # After the guards: somebody signed out is told so before their form is looked at.
    csrf.init_app(app)
    for name in VIEWS:
        if _have(name):
            app.register_blueprint(importlib.import_module(name).blueprint)
    return app
