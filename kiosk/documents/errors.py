"""What can be wrong with somebody's document, one class a cause (numbers 3000-3099).

Owns the causes and whether trying again can help. Knows no file format and no sentence: the words are in the
``documents.po`` catalogues. Raised by this room only; shown by screens, logged by the core.
"""

from __future__ import annotations

from kiosk.errors import KioskError


class DocumentError(KioskError):
    """Root of this room's errors."""

    number = 3000
    message_key = "document.damaged"


class UnsupportedKindError(DocumentError):
    """The content is none of the kinds that are accepted, whatever the file is called."""

    number = 3001
    message_key = "document.unsupported_kind"


class KindNotYetError(DocumentError):
    """A kind that is recognised but not accepted yet (HEIC, Office); ``kind`` names it."""

    number = 3002
    message_key = "document.kind_not_yet"


class EncryptedDocumentError(DocumentError):
    """A PDF that opens only with a password."""

    number = 3003
    message_key = "document.encrypted"


class DamagedDocumentError(DocumentError):
    """The content starts like a known kind and cannot be read as one (or crashes the program that reads it)."""

    number = 3004
    message_key = "document.damaged"


class DocumentTooLargeError(DocumentError):
    """More octets than are accepted; ``limit_mb``."""

    number = 3005
    message_key = "document.too_large"


class TooManyPagesError(DocumentError):
    """More pages than are accepted; ``limit``."""

    number = 3006
    message_key = "document.too_many_pages"


class PictureTooLargeError(DocumentError):
    """More pixels than are accepted, known from the header alone; ``limit_megapixels``, and ``limit_wan`` (万)."""

    number = 3007
    message_key = "document.picture_too_large"


class EmptyDocumentError(DocumentError):
    """No octets, no pages or no words."""

    number = 3008
    message_key = "document.empty"


class SourceUnreadableError(DocumentError):
    """The file could not be read to its end: the stick was pulled out, or is broken."""

    number = 3009
    message_key = "document.unreadable"
    retryable = True


class TimeLimitError(DocumentError):
    """Reading the document took longer than is allowed."""

    number = 3010
    message_key = "document.time_limit"


class MemoryLimitError(DocumentError):
    """Reading the document took more memory than is allowed."""

    number = 3011
    message_key = "document.memory_limit"


class StorageFullError(DocumentError):
    """No room on the kiosk's disk."""

    number = 3012
    message_key = "document.storage_full"
    retryable = True


class DocumentTamperedError(DocumentError):
    """A stored file is not what was stored: its authentication failed."""

    number = 3013
    message_key = "document.tampered"


class NoSuchDocumentError(DocumentError):
    """No document of that id: never stored, or purged."""

    number = 3014
    message_key = "document.gone"


class NoSuchPageError(DocumentError):
    """The document has no page of that number."""

    number = 3015
    message_key = "document.no_such_page"


class KeyFileError(DocumentError):
    """The kiosk's document key cannot be used: wrong size, or readable by others."""

    number = 3016
    message_key = "document.key_unusable"


class NoTextFontError(DocumentError):
    """Plain text cannot be drawn because no font with Chinese characters was given."""

    number = 3017
    message_key = "document.no_font"


class SandboxError(DocumentError):
    """The reading process could not be started or broke its protocol before it had seen the document."""

    number = 3018
    message_key = "document.reader_unavailable"
    retryable = True


class StorageError(DocumentError):
    """The kiosk's own disk failed while a document was kept or fetched."""

    number = 3019
    message_key = "document.storage_failed"
    retryable = True


class DocumentExistsError(DocumentError):
    """Something is already kept under this id: stored documents are never replaced."""

    number = 3020
    message_key = "document.storage_failed"
