"""Intended differences between document and WeChat Pay, for the test of `.ci/openapi`."""

import schemathesis
from schemathesis import GenerationMode


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Ignores formats: `validate()` and the mock accept a text that is not a URL."""
    forget_formats(raw_schema)


@schemathesis.hook
def filter_case(context, case):
    """Skips negative cases that a client never sends: with `null`, or `1.0` for an integer."""
    is_negative = case.meta is not None and case.meta.generation.mode == GenerationMode.NEGATIVE
    return is_negative or not holds_what_is_never_sent(case.body)


def forget_formats(node):
    children = list(node.values()) if isinstance(node, dict) else node
    if isinstance(node, dict) and node.get("format") in ("uri", "date-time"):
        del node["format"]
    for child in children:
        if isinstance(child, (dict, list)):
            forget_formats(child)


def holds_what_is_never_sent(value):
    if isinstance(value, dict):
        return any(map(holds_what_is_never_sent, value.values()))
    if isinstance(value, list):
        return any(map(holds_what_is_never_sent, value))
    return value is None or isinstance(value, float) and value.is_integer()
