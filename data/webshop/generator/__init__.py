"""The generator of the webshop example: people, their answers, interviews, analytics and contacts.

Nothing of personagen is used here, so that the example can test it.
"""
