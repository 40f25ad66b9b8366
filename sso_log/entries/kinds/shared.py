"""Questions, rules and flags that several kinds share in the same words."""

from dataclasses import replace

from sso_log.entries.kinds.declare import (
    Check,
    Field,
    FlagRule,
    Overlay,
    Type,
    Values,
    unless,
    when,
)
from sso_log.reference.lists import OutcomeClass
from sso_log.reference.snapshot import CodeLists

NEVER_A_NAME = (
    "Never a child’s name, address, phone number or date of birth. Say “the child”, “Year 9 pupil”."
)
PARTIES = {"child": "the child", "parent_carer": "a parent or carer", "victim": "the victim"}

CAPACITY = Field(
    "capacity",
    "In which duty did you do this?",
    "Select whether this was schools duty or other duty",
    on_entry=True,
)
SCHOOL = Field("school", "Which school?", "Select the school", Type.SCHOOL, on_entry=True)
STARTED_AT = Field(
    "started_at",
    "When did it start?",
    "Enter the date and time it started",
    Type.INSTANT,
    repeatable=False,
    on_entry=True,
    prefilled=True,
)
NOTES = Field(
    "notes",
    "Notes",
    type=Type.LONG_TEXT,
    hint=NEVER_A_NAME,
    required=False,
    max_length=10_000,
    repeatable=False,
    on_entry=True,
)
NOTES_BASIS = Field(
    "notes_basis",
    "Are the notes fact or assessment?",
    "Select whether the notes are fact or assessment",
    hint="Fact: seen, heard or recorded. Assessment: what you think it means.",
    required=False,
    on_entry=True,
)
ETHNICITY = (
    Field(
        "ethnicity_self_defined",
        "Ethnicity as the child describes it",
        "Select the ethnicity the child gave, or “Not obtained”",
        hint="Ask; do not guess. It is how we can tell whether children are treated fairly.",
        child=True,
        widget="select",
    ),
    Field(
        "ethnicity_self_defined_reason",
        "Why was it not obtained?",
        "Select why the child’s own description was not obtained",
        applies_when=when("ethnicity_self_defined", "not_obtained"),
        child=True,
    ),
    Field(
        "ethnicity_officer_defined",
        "Ethnicity as you saw it",
        "Select the ethnicity as you saw it",
        hint="Officer-defined code. Kept apart from the child’s own description, never merged "
        "with it.",
        child=True,
        widget="select",
    ),
)
SCHOOL_SANCTION = Field(
    "school_sanction",
    "Did the school impose a sanction?",
    "Select the school’s sanction, or “None”",
    hint="Never counted as diversion.",
)
# An outcome that is not yet assigned has no date; any other, known today or not, has one.
POLICE_OUTCOME = (
    Field(
        "police_outcome",
        "Police outcome",
        hint="If it is known. Leave empty otherwise and log an update later.",
        dated_by="police_outcome_on",
        required=False,
        widget="select",
    ),
    Field(
        "police_outcome_on",
        "Date of the outcome",
        "Enter the date of the outcome",
        Type.DATE,
        applies_when=unless("police_outcome", OutcomeClass.OPEN, fact="diversion_class"),
        repeatable=False,
    ),
)
CONCLUDED_ON = Field(
    "concluded_on",
    "When was the matter concluded?",
    type=Type.DATE,
    hint="If it is.",
    required=False,
    repeatable=False,
)


def not_known_reason(name: str, what: str, *, required: bool = True) -> Field:
    """The reason asked for when a fact about the child is not known."""
    return Field(
        f"{name}_reason",
        f"Why is {what} not known?",
        f"Select why {what} is not known",
        choices="not_known_reason",
        applies_when=when(name, "not_known"),
        required=required,
        child=True,
    )


def contact(party: str) -> tuple[Field, Field, Field]:
    """Whether contact was made with one of the `PARTIES`, when, or why not."""
    name, who = f"contact_{party}", PARTIES[party]
    return (
        Field(
            name,
            f"Has {who} been contacted about this?",
            f"Select whether {who} has been contacted",
            choices="contact",
        ),
        Field(
            f"{name}_on",
            f"When was {who} contacted?",
            f"Enter the date {who} was contacted",
            Type.DATE,
            applies_when=when(name, "made"),
        ),
        Field(
            f"{name}_reason",
            f"Why has {who} not been contacted?",
            f"Select why {who} has not been contacted",
            choices="contact_reason",
            applies_when=when(name, "not_made"),
        ),
    )


def in_update(leader: Field, *followers: Field, hint: str = "") -> tuple[Field, ...]:
    """Questions of a diversion as its updates ask them: the first may be left out, and says what
    becomes of the diversion's answer; the others go with it.
    """
    first = replace(leader, required=False, hint=hint, overlay=Overlay.REPLACES)
    return first, *(replace(one, overlay=Overlay.FOLLOWS) for one in followers)


def says_nothing(question: Field) -> Field:
    """A question whose answer in an update leaves the diversion as it is."""
    return replace(question, overlay=Overlay.NOTHING)


def not_before(later: str, earlier: str, sentence: str) -> Check:
    """A date or instant that may not come before another."""

    def broken(values: Values, _: CodeLists) -> str | None:
        after, before = values.get(later), values.get(earlier)
        return sentence if after and before and after < before else None

    return Check(later, broken)


def _basis_of_notes(values: Values, _: CodeLists) -> str | None:
    missing = values.get("notes") and not values.get("notes_basis")
    return NOTES_BASIS.missing if missing else None


def _not_obtained(values: Values, _: CodeLists) -> str | None:
    people = [values, *(values.get("powers") or [])]
    if any(person.get("ethnicity_self_defined") == "not_obtained" for person in people):
        return "The child’s own description of their ethnicity was not obtained."
    return None


def _contact_not_made(values: Values, _: CodeLists) -> str | None:
    missing = [who for party, who in PARTIES.items() if values.get(f"contact_{party}") == NOT_MADE]
    return f"No contact yet with {' or '.join(missing)}." if missing else None


NOT_MADE = "not_made"
BASIS_OF_NOTES = Check("notes_basis", _basis_of_notes)
ETHNICITY_NOT_OBTAINED = FlagRule("ethnicity_not_obtained", "Ethnicity not obtained", _not_obtained)
CONTACT_NOT_MADE = FlagRule("contact_not_made", "Contact not made", _contact_not_made)
