"""Questions that several kinds ask in the same words."""

from dataclasses import replace

from sso_log.entries.fields.declare import Check, Field, Type, Values, when

NEVER_A_NAME = (
    "Never a child’s name, address, phone number or date of birth. Say “the child”, “Year 9 pupil”."
)

CAPACITY = Field(
    "capacity",
    "In which duty did you do this?",
    Type.CODE,
    "Select whether this was schools duty or other duty",
    choices="capacity",
)
SCHOOL = Field(
    "school",
    "Which school?",
    Type.SCHOOL,
    "Select the school",
)
NOTES = Field(
    "notes",
    "Notes",
    Type.LONG_TEXT,
    hint=NEVER_A_NAME,
    required=False,
    max_length=10_000,
    repeatable=False,
)
NOTES_BASIS = Field(
    "notes_basis",
    "Are the notes fact or assessment?",
    Type.CODE,
    "Select whether the notes are fact or assessment",
    hint="Fact: seen, heard or recorded. Assessment: what you think it means.",
    choices="notes_basis",
    required=False,
)


def ethnicity_self_defined() -> tuple[Field, Field]:
    """Self-defined ethnicity and, when it was not obtained, the coded reason."""
    return (
        Field(
            "ethnicity_self_defined",
            "Ethnicity as the child describes it",
            Type.CODE,
            "Select the ethnicity the child gave, or “Not obtained”",
            hint="Ask; do not guess. It is how we can tell whether children are treated fairly.",
            choices="ethnicity_self_defined",
            child=True,
            widget="select",
        ),
        Field(
            "ethnicity_self_defined_reason",
            "Why was it not obtained?",
            Type.CODE,
            "Select why the child’s own description was not obtained",
            choices="ethnicity_self_defined_reason",
            asked=when("ethnicity_self_defined", "not_obtained"),
            child=True,
        ),
    )


ETHNICITY_OFFICER_DEFINED = Field(
    "ethnicity_officer_defined",
    "Ethnicity as you saw it",
    Type.CODE,
    "Select the ethnicity as you saw it",
    hint="Officer-defined code. Kept apart from the child’s own description, never merged with it.",
    choices="ethnicity_officer_defined",
    child=True,
    widget="select",
)


def not_known_reason(name: str, what: str, *, required: bool = True) -> Field:
    """The reason asked for when a fact about the child is not known."""
    return Field(
        f"{name}_reason",
        f"Why is {what} not known?",
        Type.CODE,
        f"Select why {what} is not known",
        choices="not_known_reason",
        asked=when(name, "not_known"),
        required=required,
        child=True,
    )


def contact(party: str, who: str) -> tuple[Field, Field, Field]:
    """Whether contact was made with one party, when, or why not."""
    name = f"contact_{party}"
    return (
        Field(
            name,
            f"Has {who} been contacted about this?",
            Type.CODE,
            f"Select whether {who} has been contacted",
            choices="contact",
        ),
        Field(
            f"{name}_on",
            f"When was {who} contacted?",
            Type.DATE,
            f"Enter the date {who} was contacted",
            asked=when(name, "made"),
        ),
        Field(
            f"{name}_reason",
            f"Why has {who} not been contacted?",
            Type.CODE,
            f"Select why {who} has not been contacted",
            choices="contact_reason",
            asked=when(name, "not_made"),
        ),
    )


def optional(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The same questions where the first may be left out, as an update may."""
    first, *rest = fields
    return (replace(first, required=False), *rest)


def not_before(later: str, earlier: str, sentence: str) -> Check:
    """A date or instant that may not come before another."""

    def broken(values: Values) -> str | None:
        after, before = values.get(later), values.get(earlier)
        return sentence if after and before and after < before else None

    return Check(later, broken)
