"""How long tests wait for what surely comes."""

#: Seconds; nothing takes so long on the slowest machine, so only what is broken is ended by it.
PATIENCE = 120.0
