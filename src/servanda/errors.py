"""Every error that servanda raises on purpose.

::

    ServandaError                what a user can act on: the message names the thing and the remedy
    ├── ReadError                a document could not be read
    │   ├── UnsupportedFormat    no reader knows this kind of file
    │   ├── EmptyDocument        nothing to read in it
    │   ├── EncryptedDocument    it asks for a password
    │   ├── TooLarge             over the size limit
    │   └── FetchError           an address did not answer
    ├── DataError                a pack or the catalogue says something impossible
    ├── EvidenceError            a record's quote is not what its document says there
    ├── LedgerError              the ledger cannot be opened, or does not hold what was asked for
    │   └── LedgerUnavailable    its database takes nothing in: the disk is full, the server is gone
    └── UsageError               an option or an input line that makes no sense
"""

from __future__ import annotations


class ServandaError(Exception):
    """Base of all errors that carry a message for the user; caught once, at the faces."""


class ReadError(ServandaError):
    """A document could not be read; the message says why, ``source`` names it."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class UnsupportedFormat(ReadError):
    """No reader knows this kind of file."""


class EmptyDocument(ReadError):
    """The file holds no text."""


class EncryptedDocument(ReadError):
    """The file asks for a password."""


class TooLarge(ReadError):
    """The file is over the size limit."""


class FetchError(ReadError):
    """An address did not answer, or answered with an error; ``after``: asked to wait so many seconds."""

    after: float | None = None


class DataError(ServandaError):
    """A language pack or the catalogue is wrong; the message names file, entry and fault."""


class EvidenceError(ServandaError):
    """A quote is not what the document says at its offsets."""


class LedgerError(ServandaError):
    """A ledger cannot be opened or does not hold what was asked for."""


class LedgerUnavailable(LedgerError):
    """The database takes nothing in for now; whatever was stored before is kept."""


class UsageError(ServandaError):
    """An option or an input line that makes no sense."""
