"""The forms of signing in and of changing one's password."""

from wtforms.fields import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from sso_log.auth.passwords import LONGEST, SHORTEST
from sso_log.auth.services import LONGEST_USERNAME
from sso_log.web.forms import BaseForm


class SignInForm(BaseForm):
    """Username and password; where to go afterwards, and an interrupted form, come along."""

    username = StringField(
        "Username",
        [InputRequired("Enter your username."), Length(max=LONGEST_USERNAME, message="Too long.")],
        render_kw={"govuk": {"autocomplete": "username", "spellcheck": False}},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Enter your password."), Length(max=LONGEST, message="Too long.")],
        render_kw={"govuk": {"autocomplete": "current-password"}},
    )
    next = HiddenField()
    sealed = HiddenField()


class ChangePasswordForm(BaseForm):
    """The old password once, the new one twice."""

    old_password = PasswordField(
        "Password you use now",
        [InputRequired("Enter the password you use now.")],
        render_kw={"govuk": {"autocomplete": "current-password"}},
    )
    new_password = PasswordField(
        "New password",
        [InputRequired("Enter a new password.")],
        description=f"At least {SHORTEST} characters. Three words in a row make a good password.",
        render_kw={"govuk": {"autocomplete": "new-password"}},
    )
    new_password_again = PasswordField(
        "New password again",
        [InputRequired("Enter the new password again.")],
        render_kw={"govuk": {"autocomplete": "new-password"}},
    )
