"""The exceptions of claimgraph, a small tree in which every leaf knows its exit status.

Mistakes in the *record* are not exceptions: they are `claimgraph.model.Problem` values that
loading and checking return. What is raised here is what stops a call: a chain that cannot be
read, a name that is not there, a file that must not be overwritten.
"""

EXIT_OK = 0
EXIT_PROBLEMS = 1
EXIT_USAGE = 2
EXIT_REFUSED = 3
EXIT_BUG = 70
EXIT_STOPPED = 130
EXIT_PIPE = 141

SHOWN = "a text in this names a protected source; take it out (`claimgraph check`), or call with --internal"
STAMP = "INTERNAL – do not publish."


class ClaimgraphError(Exception):
    """Anything claimgraph raises on purpose; its text is one line that ends in the next step."""

    exit_code = EXIT_USAGE


class NotationError(ClaimgraphError):
    """A chain that cannot be read.

    Parameters
    ----------
    message : str
        What is wrong and what was expected.
    column : int
        Where, counted from 1, in the text that was given.
    code : str
        ``CG101`` for syntax, ``CG102`` for an ambiguous ``+``.
    """

    exit_code = EXIT_PROBLEMS

    def __init__(self, message: str, *, column: int = 1, code: str = "CG101") -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        self.code = code

    def __str__(self) -> str:
        return f"column {self.column}: {self.message}"


class DateError(ClaimgraphError, ValueError):
    """A date that is not in the supported subset of EDTF."""


class ScaleError(ClaimgraphError, ValueError):
    """A value that is on none of the scales: no Admiralty code, no ICD 203 word, no probability."""


class NotFoundError(ClaimgraphError, LookupError):
    """A claim, source or file that is not in the record."""


class InvalidClaimError(ClaimgraphError):
    """A claim that the record cannot take: a bad id, a chain that does not parse."""

    exit_code = EXIT_PROBLEMS


class StoreError(ClaimgraphError):
    """The record could not be written, and was left as it was."""


class FileChangedError(StoreError):
    """The file is no longer what was read: somebody else wrote it in between."""


class HistoryError(ClaimgraphError):
    """The history of a record cannot be read: no git, no repository, or parts of it are not here."""


class PictureError(ClaimgraphError):
    """No layout engine, or no converter for the wanted format."""


class ProtectionError(ClaimgraphError):
    """Refused, because the output would show a protected source."""

    exit_code = EXIT_REFUSED


class FormatError(ClaimgraphError):
    """A file of another format that cannot be read, or a value that a format cannot hold."""

    exit_code = EXIT_PROBLEMS


class MissingExtraError(ClaimgraphError):
    """A library is not installed that only some users need; the message names the extra."""
