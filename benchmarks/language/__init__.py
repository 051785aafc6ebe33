"""Lines to learn languages from and to be measured on."""
