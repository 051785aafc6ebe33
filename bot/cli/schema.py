"""`evenhand schema`: the JSON Schema of policy files, so that editors complete and check them."""

import argparse

from bot.cli import FINE


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.epilog = (
        "Editors with a YAML language server use it from a file's first line: "
        "# yaml-language-server: $schema=policy-file.schema.json"
    )


def run(_args: argparse.Namespace) -> int:
    """Print the schema of all kinds of policies."""
    from bot.bootstrap import policy_kinds
    from bot.rulebook.schema import schema_text

    print(schema_text(policy_kinds()), end="")
    return FINE
