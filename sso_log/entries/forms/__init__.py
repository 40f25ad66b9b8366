"""From the catalogue of questions to an HTML form and back (docs/adr/0004)."""
