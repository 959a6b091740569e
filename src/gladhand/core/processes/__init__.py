"""Which servers and workers of an installation are alive, and whether they can do their work.

- `heartbeat`: a process writes every few seconds that it is alive
- `readiness`: the checks behind `/health` and `/ready`
- `port`: a port of its own for probes and metrics
"""
