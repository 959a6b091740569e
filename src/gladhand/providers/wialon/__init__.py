"""Wialon by Gurtam: the hosted service in its data centres, and Wialon Local on servers of its users."""
