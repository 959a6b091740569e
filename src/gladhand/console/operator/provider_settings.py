"""How the operator has set up one provider: its address, its OAuth 2 application and its options."""

from typing import Any

from gladhand.console.pages.blocks import Copy, Facts, TableBlock
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.hosting.registry import providers
from gladhand.sdk.definition import Option


def set_up(source_name: str, gateway: ProviderGateway) -> list[Any]:
    """What the settings of the server say of the provider. Secrets are not shown."""
    settings, definition = gateway.settings, providers()[source_name].definition
    facts: list[tuple[str, Any]] = [
        ("Called at", settings.base_urls.get(source_name, definition.base_url)),
        ("Fleets choose it as", ", ".join(brand.name for brand in definition.brands)),
    ]
    if definition.oauth2 is not None:
        application = settings.applications.get(source_name)
        facts += [
            ("OAuth application", application.client_id if application else "none: `GLADHAND_OAUTH_APPS` sets it"),
            ("Redirect address to register", [settings.redirect_uri, Copy(settings.redirect_uri)]),
            ("Scopes", ", ".join(definition.oauth2.scopes) or "those of the registered application"),
        ]
    blocks: list[Any] = [Facts("How it is set up", facts)]
    if definition.options:
        given = settings.options.get(source_name, {})
        rows = [
            [
                option.name,
                _value_text(option, given.get(option.name, option.default)),
                _value_text(option, option.default),
                " ".join(option.help.split()),
            ]
            for option in definition.options
        ]
        about = "`GLADHAND_PROVIDER_OPTIONS` sets them."
        blocks.append(TableBlock("Options", ["Option", "Value", "By default", "What it does"], rows, "", about=about))
    return blocks


def _value_text(option: Option, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "set" if option.secret and value else str(value) or "empty"
