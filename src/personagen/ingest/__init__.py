"""Text tables to checked, typed tables; quarantine; the row account; linking people.

Reading files belongs to `exports`, scaling and imputing to `features`.
"""
