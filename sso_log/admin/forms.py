"""The forms of administration. They say what was typed; services decide whether it will do."""

import uuid
from collections.abc import Iterable, Sequence

from wtforms.fields import DateField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from sso_log.auth.identity import Role
from sso_log.auth.passwords import LONGEST, SHORTEST
from sso_log.reference.models import Unit, UnitKind
from sso_log.web.forms import BaseForm
from sso_log.words import word

CHOOSE = SelectChoice("", "Choose one")
NO_FILL = {"govuk": {"autocomplete": "off"}}


def role_choices() -> list[SelectChoice]:
    """Every role by its title."""
    return [CHOOSE, *(SelectChoice(role.value, role.words) for role in Role)]


def unit_choices(units: Iterable[Unit]) -> list[SelectChoice]:
    """Units by code, with their level, the highest first."""
    order = list(UnitKind)
    listed = sorted(units, key=lambda unit: (order.index(UnitKind(unit.kind)), unit.name))
    return [CHOOSE] + [
        SelectChoice(unit.code, f"{unit.name} ({word('unit', unit.kind)})") for unit in listed
    ]


class _UnitForm(BaseForm):
    def offer(self, units: Sequence[Unit]) -> None:
        """Fill the list of units."""
        self["unit"].choices = unit_choices(units)


class NewPersonForm(_UnitForm):
    """An account with its first role."""

    name = StringField("Name", [InputRequired("Enter the person's name.")], render_kw=NO_FILL)
    username = StringField("Username", [InputRequired("Enter a username.")], render_kw=NO_FILL)
    warrant_number = StringField("Warrant number", [Optional()], description="If they have one")
    role = SelectField("Role", [InputRequired("Choose a role.")], choices=role_choices)
    unit = SelectField("Where", [InputRequired("Choose where.")])
    valid_from = DateField(
        "From", [Optional()], description="Leave empty for the start of this academic year"
    )
    password = PasswordField(
        "First password",
        [InputRequired("Enter a password."), Length(max=LONGEST, message="That is too long.")],
        description=f"At least {SHORTEST} characters. Ask them to change it.",
        render_kw={"govuk": {"autocomplete": "new-password"}},
    )


class NameForm(BaseForm):
    """A correction of a name or warrant number."""

    name = StringField("Name", [InputRequired("Enter the person's name.")], render_kw=NO_FILL)
    warrant_number = StringField("Warrant number", [Optional()])


class GrantForm(_UnitForm):
    """A further role."""

    role = SelectField("Role", [InputRequired("Choose a role.")], choices=role_choices)
    unit = SelectField("Where", [InputRequired("Choose where.")])
    valid_from = DateField("From", [Optional()], description="Leave empty for today")
    valid_until = DateField("Last day", [Optional()], description="Leave empty if it has no end")


class PostingForm(_UnitForm):
    """A new posting, which ends the one before it."""

    unit = SelectField("Team", [InputRequired("Choose a team.")])
    role_title = StringField(
        "Title",
        [InputRequired("Enter the title of the post.")],
        description="For example, Safer Schools Officer",
    )
    shoulder_number = StringField(
        "Shoulder number", [Optional(), Length(max=12, message="At most 12 characters.")]
    )
    posted_from = DateField("From", [InputRequired("Enter the first day.")])


class PasswordForm(BaseForm):
    """A password for somebody who forgot theirs."""

    password = PasswordField(
        "New password",
        [InputRequired("Enter a password."), Length(max=LONGEST, message="That is too long.")],
        description=f"At least {SHORTEST} characters. They are signed out everywhere.",
        render_kw={"govuk": {"autocomplete": "new-password"}},
    )


class CoverForm(BaseForm):
    """An acting sergeant for a few days."""

    person = SelectField("Who is acting?", [InputRequired("Choose a person.")])
    unit = SelectField("For which team?", [InputRequired("Choose a team.")])
    until = DateField("Last day", [InputRequired("Enter the last day.")])

    def offer(self, people: Iterable[tuple[uuid.UUID, str]], teams: Iterable[Unit]) -> None:
        """Fill the lists of people and teams."""
        self.person.choices = [CHOOSE, *(SelectChoice(str(key), name) for key, name in people)]
        self.unit.choices = [CHOOSE, *(SelectChoice(team.code, team.name) for team in teams)]
