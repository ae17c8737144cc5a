"""When and with what: definitions, schedules, sensors, settings and the `radar` command line. No logic of its own."""
