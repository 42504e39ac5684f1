"""Judges a raw answer by botocore's model of the service: nothing unknown, nothing missing, the right types.

Lengths are not judged: the model's are for requests. Cognito itself answers with `phone_number_verified` where the
model allows names of 20 characters.
"""

import json

# Refusals that every AWS JSON service may answer, so no operation's model lists them.
COMMON_ERRORS = {
    "MissingAuthenticationTokenException",
    "SerializationException",
    "UnknownOperationException",
}


def problems_of(operation, status, headers, body):
    """What is wrong with an HTTP answer to an operation, as a list of sentences."""
    headers = {name.lower(): value for name, value in headers.items()}
    problems = []
    if headers.get("content-type") != "application/x-amz-json-1.1":
        problems.append(f"content-type is {headers.get('content-type')}")
    if len(headers.get("x-amzn-requestid", "")) != 36:
        problems.append("x-amzn-requestid is no UUID")
    if status == 200:
        return problems + _problems_of_success(operation, body)
    return problems + _problems_of_error(operation, status, headers, body)


def _problems_of_success(operation, body):
    if operation.output_shape is None:
        return [] if body == b"" else [f"the body should be empty: {body!r}"]
    return list(_walk(operation.output_shape, json.loads(body), operation.output_shape.name))


def _problems_of_error(operation, status, headers, body):
    answer = json.loads(body)
    code = answer.pop("__type", None)
    problems = []
    expected_status = 500 if code in ["InternalErrorException", "InternalServerException"] else 400
    if status != expected_status:
        problems.append(f"{code} has status {status}")
    if headers.get("x-amzn-errortype") != f"{code}:":
        problems.append(f"x-amzn-errortype is {headers.get('x-amzn-errortype')}, __type is {code}")
    shapes = {shape.name: shape for shape in operation.error_shapes}
    if code in shapes:
        return problems + list(_walk(shapes[code], answer, code))
    if code not in COMMON_ERRORS:
        problems.append(f"{code} is no error of {operation.name}")
    return problems


def _walk(shape, value, at):
    if getattr(shape, "is_document_type", False):
        # Whatever JSON it is.
        return
    if shape.type_name == "structure":
        yield from _walk_structure(shape, value, at)
    elif shape.type_name == "list":
        if not isinstance(value, list):
            yield f"{at}: {value!r} is no list"
            return
        for index, item in enumerate(value):
            yield from _walk(shape.member, item, f"{at}[{index}]")
    elif shape.type_name == "map":
        if not isinstance(value, dict):
            yield f"{at}: {value!r} is no map"
            return
        for key, item in value.items():
            yield from _walk(shape.key, key, f"{at} key")
            yield from _walk(shape.value, item, f"{at}.{key}")
    else:
        yield from _walk_scalar(shape, value, at)


def _walk_structure(shape, value, at):
    if not isinstance(value, dict):
        yield f"{at}: {value!r} is no structure"
        return
    # A prefix domain is described with an empty one, as the AWS CLI's own example shows, whatever the model requires.
    is_prefix_domain = shape.name == "CustomDomainConfigType" and value == {}
    for name in [] if is_prefix_domain else shape.required_members:
        if name not in value:
            yield f"{at}.{name} is required and missing"
    for name, item in value.items():
        if name not in shape.members:
            yield f"{at}.{name} is not in the model"
        else:
            yield from _walk(shape.members[name], item, f"{at}.{name}")


TYPES = {
    "string": str,
    # As base64.
    "blob": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
    "timestamp": (int, float),
}


def _walk_scalar(shape, value, at):
    expected = TYPES[shape.type_name]
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        yield f"{at}: {value!r} is no {shape.type_name}"
        return
    if getattr(shape, "enum", []) and value not in shape.enum:
        yield f"{at}: {value!r} is none of {shape.enum}"
