"""Segments to personas: sizes, profiles, markers, names, interview codes, needs, quotes.

What personas do and feel on the way belongs to `journeys`.
"""
