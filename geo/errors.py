"""Errors that Plan Atlas raises, each also the builtin that fits."""


class PlanAtlasError(Exception):
    """Root of every error that Plan Atlas raises on purpose: one line that says what is wrong and what to do."""


class InputError(PlanAtlasError, ValueError):
    """A file, row or value that the user gave cannot be used."""


class MissingDataError(PlanAtlasError, LookupError):
    """Data that a step needs is not installed or not on disk."""


class OutputError(PlanAtlasError, OSError):
    """A result could not be written."""
