"""What the codes of a diversion mean to the framework: facts of the code lists.

Pure: made from any lists, those of a database or of the package.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from sso_log.reference.lists import (
    YES,
    Deferral,
    Disposal,
    EthnicGroup,
    OutcomeClass,
    RouteClass,
    SanctionClass,
    StageEnd,
)
from sso_log.reference.snapshot import CodeLists

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class StageMeaning:
    """What one report of a stage says of the programme, and of a deferred prosecution."""

    started: bool
    end: StageEnd
    deferral: Deferral


@dataclass(frozen=True, slots=True)
class Meanings:
    """The class of every code that rules decide by; a code that a list never had is in none."""

    outcomes: Mapping[str, OutcomeClass]
    routes: Mapping[str, RouteClass]
    gravity: Mapping[str, Disposal]
    otherwise: Mapping[str, Disposal]
    sanctions: Mapping[str, SanctionClass]
    stages: Mapping[str, StageMeaning]
    self_defined: Mapping[str, EthnicGroup]
    officer_defined: Mapping[str, EthnicGroup]


@lru_cache(maxsize=8)
def meanings_of(lists: CodeLists) -> Meanings:
    def read(list_name: str, column: str, word: type[Word]) -> dict[str, Word]:
        return {code: word(fact) for code, fact in lists.facts(list_name, column).items()}

    ends = read("stage", "end", StageEnd)
    deferrals = read("stage", "deferral", Deferral)
    started = lists.codes_where("stage", "started", YES)
    return Meanings(
        outcomes=read("police_outcome", "diversion_class", OutcomeClass),
        routes=read("route", "diversion_class", RouteClass),
        gravity=read("gravity_score", "disposal", Disposal),
        otherwise=read("otherwise", "disposal", Disposal),
        sanctions=read("school_sanction", "sanction_class", SanctionClass),
        stages={code: StageMeaning(code in started, ends[code], deferrals[code]) for code in ends},
        self_defined=read("ethnicity_self_defined", "group", EthnicGroup),
        officer_defined=read("ethnicity_officer_defined", "group", EthnicGroup),
    )
