"""Sentences that several definitions share, so that the same thing is always said the same way."""

from datetime import date

# Since then duty is not asked of an abstraction, and an officer at the gate is at the school.
SECOND_VERSION = "2.0"
SECOND_VALID_FROM = date(2026, 11, 25)

REVIEW_2022 = "Review of Safer Schools Officers, 2022"
MATTERS_COUNTED = (
    "Approved diversion entries whose matter was reported in the period, each taken as it stands "
    "after its approved updates. Schools officer duty is counted; other duty can be shown instead."
)
SMALL_NUMBERS = "Below 10 matters no rate is shown: review the cases themselves."
ENGAGEMENTS_COUNTED = (
    "Approved engagement entries that started in the period, on schools officer duty; other duty "
    "can be shown instead."
)
MATTERS_NOT_CHILDREN = (
    "Matters are counted, not children: a child with three matters counts three times."
)
