"""Running the installation: create and upgrade the database, check it, serve it."""
