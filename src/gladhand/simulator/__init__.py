"""A little telematics provider with an HTTP API of its own, to develop, demonstrate and test against.

It knows nothing of the hub. It keeps its own data, shows it on a page at `/`, and injects faults on request.
"""

from gladhand.simulator.fleet.fleet import MOST_TRUCKS
from gladhand.simulator.server import run_simulator, serve

__all__ = ["MOST_TRUCKS", "run_simulator", "serve"]
