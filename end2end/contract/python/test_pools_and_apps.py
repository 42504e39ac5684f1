"""User pools and app clients made, described, changed and deleted."""

import pytest

import world
from calls import connect, refuses


class TestPools:
    def test_a_new_pool_has_the_defaults(self, cognito):
        pool = cognito.create_user_pool(PoolName="Plain")["UserPool"]
        described = cognito.describe_user_pool(UserPoolId=pool["Id"])["UserPool"]
        assert described == pool
        policy = pool["Policies"]["PasswordPolicy"]
        assert policy["MinimumLength"] == 8 and policy["TemporaryPasswordValidityDays"] == 7
        assert all(policy[f"Require{kind}"] for kind in ["Uppercase", "Lowercase", "Numbers", "Symbols"])
        assert pool["MfaConfiguration"] == "OFF" and pool["EstimatedNumberOfUsers"] == 0
        assert pool["EmailConfiguration"]["EmailSendingAccount"] == "COGNITO_DEFAULT"
        assert len(pool["SchemaAttributes"]) == 20

    def test_the_schema_is_described_as_it_was_made(self, cognito, pool_id):
        pool = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
        found = {attribute["Name"]: attribute for attribute in pool["SchemaAttributes"]}
        theme, desk = found["custom:theme"], found["custom:desk"]
        assert theme["StringAttributeConstraints"] == {"MinLength": "2", "MaxLength": "8"}
        assert desk["NumberAttributeConstraints"] == {"MinValue": "1", "MaxValue": "500"}
        assert found["custom:badge"]["Mutable"] is False and found["sub"]["Required"] is True

    def test_attributes_are_added_once(self, cognito):
        pool_id = world.new_pool(cognito)
        added = {"UserPoolId": pool_id, "CustomAttributes": [{"Name": "shoe", "AttributeDataType": "Number"}]}
        cognito.add_custom_attributes(**added)
        person = world.new_person(cognito, pool_id, **{"custom:shoe": "43"})
        found = cognito.admin_get_user(**person.admin)["UserAttributes"]
        assert world.as_dict(found)["custom:shoe"] == "43"
        message = refuses(cognito, "InvalidParameterException", "add_custom_attributes", **added)
        assert message == "custom:shoe: Existing attribute already has name custom:shoe."

    ATTRIBUTES = [
        {"Name": "x"},
        {"Name": "x", "AttributeDataType": "String", "Required": True},
        {"Name": "two words", "AttributeDataType": "String"},
    ]

    @pytest.mark.parametrize("attribute", ATTRIBUTES)
    def test_impossible_attributes_are_refused(self, cognito, pool_id, attribute):
        members = {"UserPoolId": pool_id, "CustomAttributes": [attribute]}
        refuses(cognito, "InvalidParameterException", "add_custom_attributes", **members)

    def test_a_pool_has_fifty_custom_attributes(self, cognito):
        pool_id = world.new_pool(cognito, Schema=[{"Name": "name", "Required": False}])
        many = [{"Name": f"a{number}", "AttributeDataType": "String"} for number in range(51)]
        for part in (many[:25], many[25:50]):
            cognito.add_custom_attributes(UserPoolId=pool_id, CustomAttributes=part)
        members = {"UserPoolId": pool_id, "CustomAttributes": many[50:]}
        refuses(cognito, "InvalidParameterException", "add_custom_attributes", **members)

    SETTINGS = {
        "both kinds of names": {"UsernameAttributes": ["email"], "AliasAttributes": ["email"]},
        "an unknown standard attribute": {"Schema": [{"Name": "shoe", "Required": True}]},
        "a Lambda trigger": {"LambdaConfig": {"PreSignUp": "arn:aws:lambda:eu-west-1:000000000000:function:x"}},
    }

    @pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
    def test_impossible_settings_are_refused(self, cognito, settings):
        refuses(cognito, "InvalidParameterException", "create_user_pool", PoolName="Impossible", **settings)

    def test_settings_left_out_are_reset(self, cognito):
        pool_id = world.new_pool(cognito, MfaConfiguration="OPTIONAL")
        before = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
        settings = {"Policies": {"PasswordPolicy": {"MinimumLength": 12}}, "AutoVerifiedAttributes": ["phone_number"]}
        cognito.update_user_pool(UserPoolId=pool_id, **settings)
        after = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
        assert after["Policies"]["PasswordPolicy"]["MinimumLength"] == 12
        assert after["AutoVerifiedAttributes"] == ["phone_number"] and after["MfaConfiguration"] == "OFF"
        assert after["SchemaAttributes"] == before["SchemaAttributes"]
        wrong = {"LambdaConfig": {"PreSignUp": "arn:aws:lambda:eu-west-1:000000000000:function:x"}}
        refuses(cognito, "InvalidParameterException", "update_user_pool", UserPoolId=pool_id, **wrong)

    def test_domain_is_taken_and_given_up(self, cognito):
        pool_id = world.new_pool(cognito)
        members = {"UserPoolId": pool_id, "Domain": "contract-boto3"}
        assert cognito.create_user_pool_domain(**members, ManagedLoginVersion=2)["ManagedLoginVersion"] == 2
        assert cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]["Domain"] == "contract-boto3"
        described = cognito.describe_user_pool_domain(Domain="contract-boto3")["DomainDescription"]
        assert (described["UserPoolId"], described["Status"]) == (pool_id, "ACTIVE")
        refuses(cognito, "InvalidParameterException", "create_user_pool_domain", **members)
        refuses(cognito, "InvalidParameterException", "delete_user_pool", UserPoolId=pool_id)
        cognito.delete_user_pool_domain(**members)
        refuses(cognito, "InvalidParameterException", "delete_user_pool_domain", **members)
        assert cognito.describe_user_pool_domain(Domain="contract-boto3")["DomainDescription"] == {}
        cognito.delete_user_pool(UserPoolId=pool_id)

    def test_pages_have_a_style(self, cognito):
        pool_id = world.new_pool(cognito)
        app = {"UserPoolId": pool_id, "ClientId": world.new_app(cognito, pool_id).client_id}
        refuses(cognito, "ResourceNotFoundException", "describe_managed_login_branding_by_client", **app)
        refuses(cognito, "InvalidParameterException", "create_managed_login_branding", **app)
        style = cognito.create_managed_login_branding(**app, UseCognitoProvidedValues=True)["ManagedLoginBranding"]
        found = cognito.describe_managed_login_branding_by_client(**app)["ManagedLoginBranding"]
        assert found["ManagedLoginBrandingId"] == style["ManagedLoginBrandingId"]
        refuses(cognito, "ManagedLoginBrandingExistsException", "create_managed_login_branding", **app,
                UseCognitoProvidedValues=True)
        lite = {"UserPoolId": pool_id, "UserPoolTier": "LITE"}
        refuses(cognito, "FeatureUnavailableInTierException", "update_user_pool", **lite)

    def test_a_domain_changes_its_pages(self, cognito):
        pool_id = world.new_pool(cognito, UserPoolTier="LITE")
        domain = {"UserPoolId": pool_id, "Domain": "contract-pages"}
        unavailable = "FeatureUnavailableInTierException"
        refuses(cognito, unavailable, "create_user_pool_domain", **domain, ManagedLoginVersion=2)
        cognito.create_user_pool_domain(**domain)
        refuses(cognito, unavailable, "update_user_pool_domain", **domain, ManagedLoginVersion=2)
        refuses(cognito, "InvalidParameterException", "update_user_pool_domain", **domain, ManagedLoginVersion=3)
        cognito.update_user_pool(UserPoolId=pool_id, UserPoolTier="PLUS")
        assert cognito.update_user_pool_domain(**domain, ManagedLoginVersion=2)["ManagedLoginVersion"] == 2
        found = cognito.describe_user_pool_domain(Domain=domain["Domain"])["DomainDescription"]
        assert found["ManagedLoginVersion"] == 2
        other = {"UserPoolId": pool_id, "Domain": "nobodys-pages"}
        refuses(cognito, "ResourceNotFoundException", "update_user_pool_domain", **other)

    def test_custom_domain_needs_certificate_of_us_east_1(self, cognito):
        pool_id = world.new_pool(cognito)
        domain = {"UserPoolId": pool_id, "Domain": "auth.example.com"}
        arn = "arn:aws:acm:{}:111122223333:certificate/11112222-3333-4444-5555-666677778888"
        refuses(cognito, "InvalidParameterException", "create_user_pool_domain", **domain)
        elsewhere = {"CertificateArn": arn.format("eu-west-1")}
        refuses(cognito, "InvalidParameterException", "create_user_pool_domain", **domain, CustomDomainConfig=elsewhere)
        right = {"CertificateArn": arn.format("us-east-1")}
        assert cognito.create_user_pool_domain(**domain, CustomDomainConfig=right)["CloudFrontDomain"]
        assert cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]["CustomDomain"] == "auth.example.com"

    def test_a_second_factor_is_switched_on(self, cognito):
        pool_id = world.new_pool(cognito)
        apps = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
        refuses(cognito, "InvalidParameterException", "set_user_pool_mfa_config", UserPoolId=pool_id,
                MfaConfiguration="OFF", **apps)
        refuses(cognito, "InvalidParameterException", "set_user_pool_mfa_config", UserPoolId=pool_id, MfaConfiguration="ON")
        cognito.set_user_pool_mfa_config(UserPoolId=pool_id, MfaConfiguration="OPTIONAL", **apps)
        found = cognito.get_user_pool_mfa_config(UserPoolId=pool_id)
        assert found["MfaConfiguration"] == "OPTIONAL" and found["SoftwareTokenMfaConfiguration"] == {"Enabled": True}

    def test_senders_and_protection_are_kept(self, cognito):
        sender = {"EmailSendingAccount": "DEVELOPER", "From": "App <a@example.com>",
                  "SourceArn": "arn:aws:ses:eu-west-1:111122223333:identity/example.com"}
        sms = {"SnsCallerArn": "arn:aws:iam::111122223333:role/sms", "ExternalId": "x"}
        pool_id = world.new_pool(cognito, EmailConfiguration=sender, SmsConfiguration=sms, DeletionProtection="ACTIVE")
        found = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
        assert (found["EmailConfiguration"], found["SmsConfiguration"]) == (sender, sms)
        refuses(cognito, "InvalidParameterException", "delete_user_pool", UserPoolId=pool_id)
        cognito.update_user_pool(UserPoolId=pool_id, DeletionProtection="INACTIVE")
        cognito.delete_user_pool(UserPoolId=pool_id)

    def test_a_domain_has_its_form(self, server, record):
        unchecked = connect(server.url, record, parameter_validation=False)
        refuses(unchecked, "InvalidParameterException", "describe_user_pool_domain", Domain="x" * 64)

    def test_pools_are_listed_page_by_page(self, cognito, pool_id):
        world.new_pool(cognito)
        paginator = cognito.get_paginator("list_user_pools")
        pages = list(paginator.paginate(PaginationConfig={"PageSize": 2}))
        ids = [pool["Id"] for page in pages for pool in page["UserPools"]]
        assert pool_id in ids and len(ids) == len(set(ids)) and len(pages[0]["UserPools"]) == 2


FULL = {
    "ClientName": "Everything",
    "GenerateSecret": True,
    "AccessTokenValidity": 30,
    "IdTokenValidity": 30,
    "RefreshTokenValidity": 7,
    "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
    "ReadAttributes": ["email", "custom:theme"],
    "WriteAttributes": ["email"],
    "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
    "SupportedIdentityProviders": ["COGNITO"],
    "CallbackURLs": ["https://app.example.com/back", "http://localhost:3000/back", "com.example.app://back"],
    "LogoutURLs": ["https://app.example.com/bye"],
    "DefaultRedirectURI": "https://app.example.com/back",
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthScopes": ["email", "openid"],
    "AllowedOAuthFlowsUserPoolClient": True,
    "PreventUserExistenceErrors": "ENABLED",
    "EnableTokenRevocation": False,
    "AuthSessionValidity": 5,
}
CHANGED = {
    "unknown scope": ({"AllowedOAuthScopes": ["https://nowhere.example.com/x"]}, "ScopeDoesNotExistException"),
    "two flows that exclude each other": (
        {"AllowedOAuthFlows": ["code", "client_credentials"], "AllowedOAuthFlowsUserPoolClient": True},
        "InvalidOAuthFlowException",
    ),
    "a callback by plain http": ({"CallbackURLs": ["http://app.example.com"]}, "InvalidParameterException"),
    "a callback with a fragment": ({"CallbackURLs": ["https://a.example.com/#x"]}, "InvalidParameterException"),
    "an unknown attribute": ({"ReadAttributes": ["custom:shoe"]}, "InvalidParameterException"),
    "tokens that live too briefly": (
        {"AccessTokenValidity": 1, "TokenValidityUnits": {"AccessToken": "minutes"}}, "InvalidParameterException",
    ),
    "a default that is no callback": (
        {"CallbackURLs": ["https://a.example.com"], "DefaultRedirectURI": "https://b.example.com"},
        "InvalidParameterException",
    ),
    "attributes only the service writes": ({"WriteAttributes": ["email", "sub"]}, "InvalidParameterException"),
}


class TestApps:
    def test_an_app_is_described_as_it_was_made(self, cognito, pool_id):
        made = cognito.create_user_pool_client(UserPoolId=pool_id, **FULL)["UserPoolClient"]
        members = {"UserPoolId": pool_id, "ClientId": made["ClientId"]}
        described = cognito.describe_user_pool_client(**members)["UserPoolClient"]
        assert described == made
        expected = {name: value for name, value in FULL.items() if name != "GenerateSecret"}
        assert {name: described[name] for name in expected} == expected
        assert 24 <= len(described["ClientSecret"]) <= 64

    def test_settings_left_out_are_reset(self, cognito, pool_id):
        made = cognito.create_user_pool_client(UserPoolId=pool_id, **FULL)["UserPoolClient"]
        members = {"UserPoolId": pool_id, "ClientId": made["ClientId"]}
        updated = cognito.update_user_pool_client(**members, ClientName="Less")["UserPoolClient"]
        assert updated["ClientName"] == "Less" and updated["ClientSecret"] == made["ClientSecret"]
        assert not {"ReadAttributes", "WriteAttributes"} & updated.keys()
        assert updated.get("CallbackURLs", []) == []
        assert updated["EnableTokenRevocation"] is True

    @pytest.mark.parametrize("settings, error", CHANGED.values(), ids=CHANGED)
    @pytest.mark.parametrize("operation", ["create_user_pool_client", "update_user_pool_client"])
    def test_impossible_settings_are_refused(self, cognito, pool_id, operation, settings, error):
        app = world.new_app(cognito, pool_id)
        whose = {"ClientName": "Impossible"} if operation.startswith("create") else {"ClientId": app.client_id}
        refuses(cognito, error, operation, UserPoolId=pool_id, **whose, **settings)

    def test_apps_are_listed_page_by_page(self, cognito):
        pool_id = world.new_pool(cognito)
        made = {world.new_app(cognito, pool_id).client_id for _ in range(3)}
        paginator = cognito.get_paginator("list_user_pool_clients")
        pages = list(paginator.paginate(UserPoolId=pool_id, PaginationConfig={"PageSize": 2}))
        assert [len(page["UserPoolClients"]) for page in pages] == [2, 1]
        assert {app["ClientId"] for page in pages for app in page["UserPoolClients"]} == made

    def test_a_deleted_app_is_gone(self, cognito, pool_id, person):
        app = world.new_app(cognito, pool_id)
        members = {"UserPoolId": pool_id, "ClientId": app.client_id}
        cognito.delete_user_pool_client(**members)
        for operation in ["describe_user_pool_client", "update_user_pool_client", "delete_user_pool_client"]:
            message = refuses(cognito, "ResourceNotFoundException", operation, **members)
            assert message == f"User pool client {app.client_id} does not exist."

    def test_secrets_take_turns(self, cognito, pool_id):
        made = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="Turns", GenerateSecret=True)
        members = {"UserPoolId": pool_id, "ClientId": made["UserPoolClient"]["ClientId"]}
        chosen = "a+secret+of+my+own+choice"
        added = cognito.add_user_pool_client_secret(**members, ClientSecret=chosen)["ClientSecretDescriptor"]
        assert "ClientSecretValue" not in added
        first, second = cognito.list_user_pool_client_secrets(**members)["ClientSecrets"]
        assert second == added
        refuses(cognito, "LimitExceededException", "add_user_pool_client_secret", **members)
        cognito.delete_user_pool_client_secret(**members, ClientSecretId=first["ClientSecretId"])
        described = cognito.describe_user_pool_client(**members)["UserPoolClient"]
        assert described["ClientSecret"] == chosen
        last = {"ClientSecretId": second["ClientSecretId"]}
        refuses(cognito, "InvalidParameterException", "delete_user_pool_client_secret", **members, **last)

    def test_an_app_of_another_pool_is_not_found(self, cognito, app):
        members = {"UserPoolId": world.new_pool(cognito), "ClientId": app.client_id}
        refuses(cognito, "ResourceNotFoundException", "describe_user_pool_client", **members)
