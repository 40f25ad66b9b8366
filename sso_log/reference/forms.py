"""The form for one period of the school calendar."""

import uuid
from collections.abc import Iterable

from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from sso_log.reference.models import CalendarPeriod, PeriodKind, Unit
from sso_log.reference.services.calendar import PeriodDetails
from sso_log.web.forms import BaseForm

WHOLE_FORCE = "force"
KINDS = {
    PeriodKind.TERM: "Term",
    PeriodKind.HOLIDAY: "Holiday or half-term",
    PeriodKind.INSET: "INSET day",
}


class PeriodForm(BaseForm):
    """A term, holiday or INSET day, for the whole force or one borough."""

    kind = RadioField(
        "What is it?",
        choices=[SelectChoice(kind.value, words) for kind, words in KINDS.items()],
        validators=[InputRequired("Choose what it is.")],
    )
    label = StringField(
        "Name",
        description="For example, Autumn half-term 2026/27",
        validators=[DataRequired("Give it a name.")],
    )
    borough = SelectField(
        "Where",
        description="Terms of one borough replace those of the force for that academic year",
        validators=[InputRequired("Choose where it holds.")],
    )
    starts_on = DateField("First day", validators=[InputRequired("Enter the first day.")])
    ends_on = DateField("Last day", validators=[InputRequired("Enter the last day.")])

    def offer(self, boroughs: Iterable[Unit]) -> None:
        """Fill the list of places."""
        self.borough.choices = [
            SelectChoice(WHOLE_FORCE, "The whole force"),
            *(SelectChoice(unit.code, unit.name) for unit in boroughs),
        ]

    def details(self, boroughs: dict[str, uuid.UUID]) -> PeriodDetails:
        """What was entered, once the form is valid."""
        return PeriodDetails(
            kind=PeriodKind(self.kind.data),
            label=self.label.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            borough_id=boroughs.get(self.borough.data),
        )

    def show(self, period: CalendarPeriod, codes: dict[uuid.UUID, str]) -> None:
        """Fill the form with a period as it is."""
        self.kind.data, self.label.data = period.kind, period.label
        self.starts_on.data, self.ends_on.data = period.starts_on, period.ends_on
        self.borough.data = codes.get(period.borough_id) if period.borough_id else WHOLE_FORCE
