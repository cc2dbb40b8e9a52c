"""Small cells and personal data: what may leave a run.
"""
