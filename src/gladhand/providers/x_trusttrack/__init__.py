"""TrustTrack by Ruptela, a European fleet service."""
