"""One child and one matter, as the diversion stands after its approved updates.

A `Matter` is what every rule of the framework reads, made from the answers of a database or of
JSON; `entries.overlay` carries out what updates change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import Enum
from typing import Any

from sso_log.framework.meanings import Meanings, StageMeaning
from sso_log.reference.lists import Disposal, EthnicGroup, OutcomeClass, RouteClass, SanctionClass

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Matter:
    """One child and one matter as known now; every code is text, every unanswered field None.

    It has the answers that rules read, by their class where `meanings` gives one.
    `stages` are the steps that updates reported, in their order.
    """

    id: str
    meanings: Meanings = field(repr=False, compare=False)
    matter_on: date | None = None
    reported_on: date | None = None
    child_role: str | None = None
    matter_type: str | None = None
    gravity_score: str | None = None
    otherwise: str | None = None
    route: str | None = None
    offered_on: date | None = None
    accepted: str | None = None
    contact_child: str | None = None
    contact_child_reason: str | None = None
    contact_parent_carer: str | None = None
    contact_parent_carer_reason: str | None = None
    contact_victim: str | None = None
    contact_victim_reason: str | None = None
    school_sanction: str | None = None
    police_outcome: str | None = None
    concluded_on: date | None = None
    stages: tuple[str, ...] = ()
    ethnicity_self_defined: str | None = None
    ethnicity_self_defined_reason: str | None = None
    ethnicity_officer_defined: str | None = None

    @property
    def outcome_class(self) -> OutcomeClass:
        """OPEN without a police outcome, OTHER for one of no list."""
        if self.police_outcome is None:
            return OutcomeClass.OPEN
        return self.meanings.outcomes.get(self.police_outcome, OutcomeClass.OTHER)

    @property
    def route_class(self) -> RouteClass:
        return self.meanings.routes.get(self.route or "", RouteClass.NONE)

    @property
    def gravity(self) -> Disposal:
        """What the gravity matrix says would be done; NOT_KNOWN without a score."""
        return self.meanings.gravity.get(self.gravity_score or "", Disposal.NOT_KNOWN)

    @property
    def expected_otherwise(self) -> Disposal:
        """What the officer says would have been done without diversion."""
        return self.meanings.otherwise.get(self.otherwise or "", Disposal.NOT_KNOWN)

    @property
    def sanction_class(self) -> SanctionClass:
        return self.meanings.sanctions.get(self.school_sanction or "", SanctionClass.NOT_KNOWN)

    @property
    def steps(self) -> list[StageMeaning]:
        known = self.meanings.stages
        return [known[stage] for stage in self.stages if stage in known]

    @property
    def ethnic_group(self) -> EthnicGroup:
        """The group of the ethnicity that the child gave."""
        return self.meanings.self_defined.get(
            self.ethnicity_self_defined or "", EthnicGroup.NOT_KNOWN
        )

    @property
    def officer_defined_group(self) -> EthnicGroup:
        """The group of the ethnicity that the officer saw; never merged with the other."""
        return self.meanings.officer_defined.get(
            self.ethnicity_officer_defined or "", EthnicGroup.NOT_KNOWN
        )


MATTER_FIELDS = tuple(
    each.name for each in fields(Matter) if each.name not in ("stages", "meanings")
)


def matter_of(answers: Fields, stages: Sequence[Fields] = (), *, meanings: Meanings) -> Matter:
    """The matter of a diversion's answers as they stand now, with its stages in order.

    Needs the `id` among the answers; see `entries.overlay` for what updates change.
    """
    # Most answers are not there or are text already: reading them is most of the work of a page.
    state: dict[str, Any] = {
        name: value if (value := answers.get(name)) is None else _read(name, value)
        for name in MATTER_FIELDS
    }
    state["id"] = str(answers["id"])
    steps = tuple(_read("stage", each["stage"]) for each in stages)
    return Matter(**state, meanings=meanings, stages=steps)


def _read(name: str, value: Any) -> Any:
    """A date for `…_on` fields, else the code as text; None for what was not answered."""
    if isinstance(value, Enum):
        value = value.value
    if value is None or value == "":
        return None
    if not name.endswith("_on"):
        return str(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))
