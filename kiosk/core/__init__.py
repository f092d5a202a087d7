"""The core process: workers that own the devices and act on committed rows (architecture.md, Two processes)."""
