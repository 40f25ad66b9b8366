"""People, what they may do, and how they sign in.

`identity` and `policy` are pure and used everywhere; `guards` puts the policy before every view;
`wiring` binds all of it to the application. Who gives grants to whom is in `admin`.
"""
