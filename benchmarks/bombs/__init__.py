"""Records made to be too much for every command, and what each command costs on them."""
