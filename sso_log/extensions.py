"""The Flask extensions, made once and bound to the application in `create_app`."""

from flask_wtf import CSRFProtect

csrf = CSRFProtect()
