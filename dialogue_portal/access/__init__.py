"""Who gets which answer at which address: the table that ``manage.py access_matrix`` prints and tests walk."""
