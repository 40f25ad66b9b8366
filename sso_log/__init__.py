"""SSO Log: `create_app` puts the slices together; everything else lives in one of them."""

from flask import Blueprint, Flask

from sso_log import words
from sso_log.config import Settings
from sso_log.db import db, prepare_engine

__version__ = "0.2.0"


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from settings, or from the environment when none are given.

    Raises BadSettings when the environment does not say what is needed.
    """
    from sso_log.entries.kinds import KINDS

    settings = settings or Settings.from_environment()
    words.configure(settings.words_file, {kind.code: kind.words for kind in KINDS.values()})
    app = Flask(__name__, template_folder=None, static_folder="static")
    app.config.from_mapping(settings.flask(), VERSION=__version__)
    # What is made here holds the record: readable by the account that runs it, and nobody else.
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    _bind(app, settings)
    for blueprint in _blueprints():
        app.register_blueprint(blueprint)
    return app


def _bind(app: Flask, settings: Settings) -> None:
    """Bind what stands before every view, in the order in which a request meets it."""
    from werkzeug.middleware.proxy_fix import ProxyFix

    from sso_log import web
    from sso_log.auth import wiring
    from sso_log.entries import child_key, days
    from sso_log.reference import changes
    from sso_log.web.forms import csrf

    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    web.init_app(app)
    wiring.init_app(app)
    child_key.configure(settings.person_key)
    changes.subscribe(days.rebuild_days)
    # After the guards: somebody signed out is told so before their form is looked at.
    csrf.init_app(app)


def _blueprints() -> tuple[Blueprint, ...]:
    """Every slice that answers requests. Imported here, because each imports this package."""
    from sso_log import health
    from sso_log.admin import audit_views, cover_views
    from sso_log.api import views as api
    from sso_log.auth import views as auth
    from sso_log.entries import views as entries
    from sso_log.help import views as help_pages
    from sso_log.home import views as home
    from sso_log.reference import views as reference
    from sso_log.review import views as review
    from sso_log.summaries import views as summaries
    from sso_log.weeks import views as weeks

    slices = (
        health, help_pages, auth, audit_views, cover_views, reference,
        entries, weeks, review, summaries, api, home,
    )  # fmt: skip
    return tuple(views.blueprint for views in slices)
