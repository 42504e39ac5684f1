"""Whether a pool is what a template says."""

import yaml


class Template(yaml.SafeLoader):
    """YAML with the short forms of functions, which count as themselves."""


Template.add_multi_constructor("!", lambda loader, tag, node: (tag, str(node.value)))


def read_back(wanted, found):
    """The properties of a resource that are not as they were wanted. References, which come in pairs, are whatever they are."""
    return {name for name, value in wanted.items() if not is_as_wanted(value, found.get(name))}


def is_as_wanted(wanted, found):
    if isinstance(wanted, tuple):
        # Of an !If with nothing in one of its branches there may be nothing.
        return found not in (None, "") or "AWS::NoValue" in wanted[1]
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(is_as_wanted(value, found.get(name)) for name, value in wanted.items())
    if isinstance(wanted, list):
        found = found or []
        return len(wanted) == len(found) and all(any(is_as_wanted(one, other) for other in found) for one in wanted)
    return wanted == found


def schema_of(pool):
    return {attribute["Name"]: attribute for attribute in pool["SchemaAttributes"]}


def check_pool(resources, pool, client, unread=frozenset()):
    """Pool and client as they are described, beside the template; `unread` is what is not looked at."""
    wanted = dict(resources["Pool"]["Properties"])
    for attribute in wanted.pop("Schema", []):
        found = schema_of(pool)[f"custom:{attribute['Name']}"]
        assert is_as_wanted({**attribute, "Name": found["Name"]}, found), attribute
    pool = {**pool, "UserPoolName": pool["Name"], "UserPoolTags": pool.get("UserPoolTags", {})}
    missing = read_back(wanted, pool) | read_back(resources["Client"]["Properties"], client)
    assert missing <= unread, missing - unread
