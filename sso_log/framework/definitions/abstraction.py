"""Abstraction and continuity: A1, A3 and A5. Who is taken away, and what schools lose."""

from sso_log.framework.definitions.wording import FIRST_VALID_FROM, FIRST_VERSION, SHARE
from sso_log.framework.indicator import Family, Indicator, IndicatorKind

INDICATORS = (
    Indicator(
        id="A1",
        title="Abstraction rate",
        family=Family.ABSTRACTION,
        question="How much of officers' time on duty is taken away from their normal role?",
        definition=(
            "All minutes of approved abstractions on days of the period, divided by all on-duty "
            "minutes of the duty weeks that officers have confirmed. Minutes are pooled over "
            "officers and weeks before dividing; rates are never averaged. The main figure counts "
            "abstraction types of police scope only (narrow); with court and training, which are "
            "mandatory, it is shown apart (wide). Both are of the same officer-weeks: confirmed "
            "ones. A week cut by the end of the period gives a fifth of its on-duty minutes for "
            "each Monday to Friday inside. A shift over midnight is split at midnight in London."
        ),
        numerator="Abstracted minutes on days of confirmed weeks, of police scope.",
        denominator="On-duty minutes of confirmed weeks.",
        caveats=(
            "Leave and sickness are absence: they are in neither number.",
            "Weeks that nobody confirmed are missing from both, and their abstracted minutes are "
            "told beside the figure: read with Q2.",
            "Older London figures that count leave and sickness (32% assumed) do not compare.",
            "No interval: minutes of one shift are not independent. Marked below 20 officer-weeks.",
        ),
        counterweight_ids=("Q2", "A3"),
        kind=IndicatorKind.PROPORTION,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source="Met dedicated ward officers 2018 to 2024, London Datastore: 14.2% pooled",
    ),
    Indicator(
        id="A3",
        title="School-day loss",
        family=Family.ABSTRACTION,
        question="How much of the time that officers should have had for schools was taken away?",
        definition=(
            "School hours are 08:00 to 16:30, or as configured, on a school day of the calendar of "
            "the officer's borough. Lost are the minutes of approved abstractions, of any type, "
            "that fell in them. Rostered are, for each confirmed officer-week, its school days in "
            "the period, times the minutes of a school day, times the share of a full week that "
            "was worked (on-duty minutes out of 2,400, at most all of it). Both are of confirmed "
            "weeks only."
        ),
        numerator="Abstracted minutes in school hours.",
        denominator="Rostered minutes in school hours.",
        caveats=(
            "Training days differ from school to school; the calendar is the borough's.",
            "Time covered by another officer is still lost to the named one.",
            "No interval: minutes of one shift are not independent. Marked below 20 officer-weeks.",
        ),
        counterweight_ids=("A1",),
        kind=IndicatorKind.PROPORTION,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source="Schools' common complaint in the 2022 review; never measured before",
    ),
    Indicator(
        id="A5",
        title="Continuity gap",
        family=Family.ABSTRACTION,
        question="What is the longest time a school went without its own officer?",
        definition=(
            "For each school that had a named officer, its school days in the period in order. A "
            "day is with the named officer if an approved engagement took place at the school on "
            "it, by an officer named for the school on that day. The figure is the longest "
            "unbroken run of days without; weekends and holidays neither add to a run nor break "
            "it. Days before the school ever had a named officer are left out; days between two "
            "officers count. For a unit, the longest run of any of its schools is given."
        ),
        numerator="School days in the longest run without the named officer.",
        denominator="None: it is a count of school days.",
        caveats=(
            "A visit that nobody logged, or that is not approved yet, cannot end a run.",
            "A run is cut at both ends of the period, and at today.",
            "Cover by another officer does not end a run.",
        ),
        counterweight_ids=("A3",),
        kind=IndicatorKind.COUNT,
        unit="school days",
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source="2022 review, section 13: broken continuity; design of this framework",
    ),
)
