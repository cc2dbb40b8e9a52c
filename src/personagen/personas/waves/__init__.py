"""Personas from wave to wave: who is who, what became of each, what shifted and who moved.

Describing the personas of one run belongs to the modules beside this folder; reading and writing runs and personas.yaml to
`runs`.
"""
