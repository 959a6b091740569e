"""What a step of the sign-in help may say."""

import pytest

from gladhand.sdk.sign_in import HelpStep


def test_a_step_has_its_image_from_one_place() -> None:
    address = "https://example.com/step.png"
    assert HelpStep(text="Open the settings.", image_url=address).image_url == address
    for name in ("image", "image_dark"):
        with pytest.raises(ValueError, match="a file or has an address, not both"):
            HelpStep.model_validate({"text": "Open the settings.", "image_url": address, name: "step.png"})
