"""Tables and charts to one page that opens offline.

Computing findings beyond choosing rows belongs to the stages before.
"""
