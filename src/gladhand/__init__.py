"""gladhand: a self-hosted telematics hub."""

__version__ = "0.1.0"
