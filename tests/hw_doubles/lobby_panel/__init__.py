"""The lobby panel: a window beside the kiosk's that shows what the hardware doubles do and lets a person break them.

Owns ``keeper`` (the thread that owns the lobby and brings the dead back), ``switches`` (what can be set, and what that
does to the doubles), ``watching`` (what is seen, four times a second), and on top of them a Kivy window (``window``,
``sections``, ``parts``, ``paper``, ``viewer``, ``look``). Knows the doubles and nothing of the kiosk's inside; borrows
its faces and shapes. Called by ``tests.hw_doubles.demo_window``.
"""
