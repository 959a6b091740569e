"""The onboarding pages that a fleet opens."""
