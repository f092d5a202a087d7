"""One reader a kind of document; runs in the sandboxed child only, and must never be imported by the parent."""
