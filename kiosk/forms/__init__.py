"""What paper looks like: receipts, slips and reports as 1-bit pictures at the printer's own resolution.

Owns the printed forms of the house (design.md 6). Pure functions from plain values (``data.py``) to PNG: no store, no
clock, no device is known here. Called by the core's print worker, by the demonstration and by screens that show paper.

Storeys: ``type`` (faces, lines), ``blocks`` (layout, drawing), ``roll`` and ``sheet`` (paper), then one file a form.
"""
