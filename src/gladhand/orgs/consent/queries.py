"""All SQL of what the consent page says about a partner."""

from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.problems import NotFound
from gladhand.orgs.consent.schemas import PartnerConsent, PartnerConsentRead


async def find_partner_consent(db: Db, partner_id: UUID) -> PartnerConsent:
    """What is set for the partner; empty also for a partner that is deleted."""
    cursor = await db.execute(
        """
        select website_url as website, contact_email, privacy_url, terms_url, offers_test_providers, terms
        from partner_consent where partner_id = %s
        """,
        (partner_id,),
    )
    row = await cursor.fetchone()
    return PartnerConsent.model_validate(row) if row else PartnerConsent()


async def get_partner_consent(db: Db, partner_id: UUID) -> PartnerConsentRead:
    """What is set for the partner, which may be nothing. Raises `NotFound`."""
    cursor = await db.execute(
        """
        select p.id as partner_id, c.website_url as website, c.contact_email, c.privacy_url, c.terms_url,
          coalesce(c.offers_test_providers, false) as offers_test_providers, coalesce(c.terms, '{}') as terms,
          c.updated_at
        from partner p left join partner_consent c on c.partner_id = p.id where p.id = %s and p.deleted_at is null
        """,
        (partner_id,),
    )
    row = await cursor.fetchone()
    if row is None:
        raise NotFound.of("partner")
    return PartnerConsentRead.model_validate(row)


async def upsert_partner_consent(db: Db, partner_id: UUID, consent: PartnerConsent) -> None:
    """Replace what is set for an existing partner."""
    await db.execute(
        """
        insert into partner_consent (partner_id, website_url, contact_email, privacy_url, terms_url,
          offers_test_providers, terms)
        values (%s, %s, %s, %s, %s, %s, %s::jsonb)
        on conflict (partner_id) do update set website_url = excluded.website_url,
          contact_email = excluded.contact_email, privacy_url = excluded.privacy_url, terms_url = excluded.terms_url,
          offers_test_providers = excluded.offers_test_providers, terms = excluded.terms, updated_at = now()
        """,
        (
            partner_id,
            consent.website,
            consent.contact_email,
            consent.privacy_url,
            consent.terms_url,
            consent.offers_test_providers,
            consent.terms.model_dump_json(exclude_unset=True),
        ),
    )
