"""The topics of help, in the order in which they are listed. The words are in templates/help/."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of help: its address, its title and one line saying what it answers."""

    slug: str
    title: str
    answers: str

    @property
    def template(self) -> str:
        """The template that holds the words."""
        return f"help/{self.slug}.html"


TOPICS = {
    topic.slug: topic
    for topic in (
        Topic("engagement", "Logging an engagement", "What counts, and how to log it quickly."),
        Topic("diversion", "Logging a diversion", "One child, one matter, and what came of it."),
        Topic("abstraction", "Logging an abstraction", "When you are taken from your schools."),
        Topic("week", "Confirming your week", "Why you confirm it, and what the hours are for."),
        Topic("approval", "What approval means", "Waiting, approved, returned, reopened and void."),
        Topic("figures", "Reading the figures", "What is counted, what is not, and small numbers."),
        Topic("ethnicity", "Ethnicity: why we ask", "Self-defined, officer-defined and missing."),
        Topic("names", "Names of children: never", "How to write a note without naming anyone."),
    )
}
