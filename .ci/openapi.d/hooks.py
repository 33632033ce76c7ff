"""Where a document and WeChat Pay differ by intent, for the property test of `.ci/openapi`."""

import schemathesis
from schemathesis import GenerationMode


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """The format of a text is a hint: neither `validate()` nor the mock refuses a text because it is no URL."""
    forget_formats(raw_schema)


@schemathesis.hook
def filter_case(context, case):
    """JSON that is sent holds no `null`, not even in fields that nobody knows, and no `1.0` for an integer."""
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
