"""The provider simulator, for development, demonstrations and tests."""
