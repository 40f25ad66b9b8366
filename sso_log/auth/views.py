"""Pages of signing in and out, and of changing one's password.

None of them is wrapped in `commits`: the services check a password outside any transaction and
open one themselves for what follows.
"""

from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from sso_log.auth import cookies, interrupted_form, services
from sso_log.auth.forms import ChangePasswordForm, SignInForm
from sso_log.auth.guards import (
    NotSignedIn,
    current_actor,
    current_actor_or_none,
    public,
    requires,
)
from sso_log.auth.policy import Permission
from sso_log.auth.sessions import StoredSession
from sso_log.auth.throttle import Source
from sso_log.db import writing
from sso_log.errors import Invalid, TooManyAttempts
from sso_log.web.headers import clear_site_data

blueprint = Blueprint("auth", __name__)

LONGEST_NEXT = 2_000
# More than this would not come back through the limit on what a request may carry.
LONGEST_SEALED = 1_400_000


@blueprint.get("/sign-in", endpoint="sign_in")
@public
def show_sign_in() -> ResponseReturnValue:
    """The sign-in page, or home for somebody signed in already."""
    target = safe_next(request.args.get("next", ""))
    if current_actor_or_none() is not None:
        return redirect(target)
    form = SignInForm(formdata=None, data={"next": target if target != "/" else ""})
    return render_template("auth/sign_in.html", form=form, again=False)


@blueprint.post("/sign-in", endpoint="do_sign_in")
@public
def do_sign_in() -> ResponseReturnValue:
    """Check the password; on success a new session, and back to where they were going."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_again(form, 422)
    username = services.clean_username(form.username.data or "")
    source = Source(username, request.remote_addr or "", cookies.device_for(username))
    try:
        opened = services.sign_in(
            username,
            form.password.data or "",
            source,
            user_agent=request.user_agent.string,
            replaces=cookies.session_token(),
        )
    except TooManyAttempts as error:
        form.form_errors = [error.sentence]
        response = _sign_in_again(form, error.status)
        response.headers["Retry-After"] = str(error.retry_after_seconds)
        return response
    if opened is None:
        form.form_errors = [services.REFUSED]
        return _sign_in_again(form, 401)
    # A new CSRF nonce with the new session: what was issued before signing in ends here.
    session.clear()
    g.pop("csrf_token", None)
    g.actor = opened.actor
    response = _after_sign_in(form, opened)
    cookies.set_session(response, opened.token)
    cookies.remember_device(response, username)
    return response


@blueprint.post("/sign-out")
@requires(Permission.SIGN_OUT)
def sign_out() -> ResponseReturnValue:
    """End the session here and now."""
    with writing():
        services.sign_out(current_actor(), cookies.session_token() or "")
    session.clear()
    response = make_response(redirect(url_for("auth.sign_in"), 303))
    cookies.clear_session(response)
    return clear_site_data(response)


@blueprint.get("/account/password", endpoint="password")
@requires(Permission.CHANGE_PASSWORD)
def show_password() -> ResponseReturnValue:
    """The page for a new password."""
    return render_template("auth/password.html", form=ChangePasswordForm(formdata=None))


@blueprint.post("/account/password", endpoint="change_password")
@requires(Permission.CHANGE_PASSWORD)
def change_password() -> ResponseReturnValue:
    """Set a new password; every session of the person ends, so they sign in with it."""
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return render_template("auth/password.html", form=form), 422
    try:
        services.change_password(
            current_actor(),
            form.old_password.data or "",
            form.new_password.data or "",
            form.new_password_again.data or "",
        )
    except Invalid as error:
        form.take_errors(error.errors)
        return render_template("auth/password.html", form=form), error.status
    session.clear()
    flash("Your password has been changed. Sign in with the new one.", "success")
    response = redirect(url_for("auth.sign_in"), 303)
    cookies.clear_session(response)
    return response


def safe_next(raw: str) -> str:
    """The address to go to after signing in: a path of this site, else home."""
    if len(raw) > LONGEST_NEXT or "\\" in raw or not raw.isprintable():
        return "/"
    if not raw.startswith("/") or raw.startswith("//"):
        return "/"
    try:
        parts = urlsplit(raw)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc or parts.path == "/sign-in" else raw


def sign_in_page(error: NotSignedIn) -> str:
    """The sign-in page for a form whose session has expired, with the form sealed in it."""
    rule = request.url_rule
    back = request.path if rule is not None and "GET" in (rule.methods or ()) else ""
    actor = current_actor_or_none()
    form = SignInForm(
        formdata=None,
        data={
            "username": actor.username if actor else "",
            "next": safe_next(back) if back else "",
            "sealed": _sealed_form() or "",
        },
    )
    form.form_errors = [
        error.sentence if error.again else "You have been signed out. Sign in to go on."
    ]
    return render_template("auth/sign_in.html", form=form, again=error.again)


def _sealed_form() -> str | None:
    """The form in hand, sealed for the person whose session expired; None if it cannot be."""
    expired: StoredSession | None = g.get("login_session")
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", "sealed")
    ]
    if expired is None or not interrupted_form.may_be_sealed(fields) or not _came_from_us():
        return None
    form = interrupted_form.InterruptedForm(request.full_path.rstrip("?"), tuple(fields))
    secret = str(current_app.config["SECRET_KEY"])
    sealed = interrupted_form.seal(secret, expired.actor.id, form)
    return sealed if len(sealed) <= LONGEST_SEALED else None


def _came_from_us() -> bool:
    """Whether the form bears our token: a forged one must not be carried, to be sent later."""
    if not current_app.config.get("WTF_CSRF_ENABLED", True):
        return True
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def _after_sign_in(form: SignInForm, opened: services.SignedIn) -> Response:
    sealed = form.sealed.data or ""
    if sealed:
        secret = str(current_app.config["SECRET_KEY"])
        interrupted = interrupted_form.unseal(secret, opened.actor.id, sealed)
        if interrupted is not None:
            return make_response(render_template("auth/interrupted.html", interrupted=interrupted))
    # The path of a form that was not theirs is not where they wanted to go.
    target = "/" if sealed else safe_next(form.next.data or "")
    return make_response(redirect(target, 303))


def _sign_in_again(form: SignInForm, status: int) -> Response:
    return make_response(render_template("auth/sign_in.html", form=form, again=False), status)
