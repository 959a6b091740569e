from tests.fakes.oauth_providers import signing

from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.session import Session


class OnlyOAuthAdapter(Adapter):
    async def verify(self) -> ProviderAccount:
        return await signing.account(self)

    async def sign_in(self, session: Session) -> Session:
        return await signing.tokens(self.client, self.credentials, self.definition, session)
