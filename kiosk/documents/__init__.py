"""Untrusted file -> stored, encrypted Document -> 1-bit pages (B2, B3, A6); see docs/documents.md.

This file stays empty of imports: the sandboxed child (``kiosk.documents.child``) passes through it and shall load only
what it needs.
"""
