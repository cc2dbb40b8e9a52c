"""Contacts to journeys: the functional and the emotional layer, moments, and the table the journey map draws.

Reading logs belongs to `engine`, drawing to `charts`.
"""
