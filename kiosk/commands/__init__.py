"""One module a subcommand of ``kiosk``: ``add_parser(subparsers)`` names it, ``run(args)`` gives the exit code.

Each imports what it needs only when it runs, so that a technician's ``kiosk modem`` loads no screen.
"""
