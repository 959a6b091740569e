"""What can go wrong with share agreements."""

from gladhand.core.problems import NotFound


class AgreementNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such share agreement.")
