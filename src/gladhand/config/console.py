"""What the console is given, from the settings."""

from gladhand.config.database_checks import checks_of
from gladhand.config.settings import Settings
from gladhand.console.settings import ConsoleSettings
from gladhand.console.simulator.control import SimulatorControl
from gladhand.core.http import Session


def console_dependencies(settings: Settings, session: Session) -> tuple[ConsoleSettings, SimulatorControl]:
    """`session` reaches every address that the operator has set."""
    return (
        ConsoleSettings(settings.public_url, settings.connect_url, checks_of(settings)),
        SimulatorControl(settings.simulator_url, session),
    )
