"""The furnished desk of the desk's tests serves the core's too."""

from tests.unit.desk.conftest import document, kit, letter

__all__ = ["document", "kit", "letter"]
