"""How many independent sources? The same small news cases, given to every counter that can be had."""
