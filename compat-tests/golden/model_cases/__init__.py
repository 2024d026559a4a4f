"""The whole-model cases, by kind of model, and how they are run; models.py is the command."""
