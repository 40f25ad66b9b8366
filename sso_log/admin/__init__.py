"""People and what they are given: accounts, role grants, cover; and the auditor's search page.

The pages and commands of administration. Postings and school links are made by `reference`, which
this slice calls; what a grant allows is in `auth.policy`.
"""
