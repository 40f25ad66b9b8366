"""The JSON of the tablet: the same services as the forms, in the shapes of the contract."""
