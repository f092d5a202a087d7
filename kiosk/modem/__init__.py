"""``kiosk modem``: the fax line on the command line, for a technician who has nothing else of ours.

A composition root of its own (docs/adr/composition-roots.md): it puts one line together and knows the drivers. One part
of the command a module; ``cli.py`` has their table.
"""
