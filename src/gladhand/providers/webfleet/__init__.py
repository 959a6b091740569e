"""Webfleet, which was TomTom Telematics: vehicles and drivers of European fleets, by WEBFLEET.connect."""
