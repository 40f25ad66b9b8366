"""The form for one period of the school calendar."""

from typing import Any

from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from sso_log.reference.models import PeriodKind, UnitKind
from sso_log.reference.queries.units import units_of_kind
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

    def __init__(self, **filled: Any) -> None:
        super().__init__(**filled)
        self.boroughs = units_of_kind(UnitKind.BOROUGH)
        places = [(WHOLE_FORCE, "The whole force")]
        places += [(unit.code, unit.name) for unit in self.boroughs]
        self.borough.choices = [SelectChoice(code, name) for code, name in places]

    def details(self) -> PeriodDetails:
        """What was entered, once the form is valid."""
        chosen = (unit.id for unit in self.boroughs if unit.code == self.borough.data)
        return PeriodDetails(
            kind=PeriodKind(self.kind.data),
            label=self.label.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            borough_id=next(chosen, None),
        )
