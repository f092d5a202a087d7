"""A device or a file in trouble, as ``kiosk modem`` tells it: a sentence, the facts, and with --json the same as JSON.

Owns the form. Called by ``cli.py`` for every part, and by parts whose exit status for it is another.
"""

from __future__ import annotations

import argparse
import json
import sys

from kiosk.errors import KioskError


def tell_trouble(error: KioskError, args: argparse.Namespace) -> None:
    """The sentence of the catalogues, in English (a technician's terminal may have no Chinese font), and the facts."""
    from kiosk.locale import Language, Translator

    words = Translator(Language.EN)
    key = error.message_key
    sentence = words(key, **error.values) if words.has(key) else key
    print(f"kiosk modem {args.part}: {sentence}\n{error.detail} [{error.number}]", file=sys.stderr)
    if getattr(args, "json", False):
        facts = {"number": error.number, "key": key, "sentence": sentence, "detail": error.detail}
        print(json.dumps({"error": facts}, ensure_ascii=False))
