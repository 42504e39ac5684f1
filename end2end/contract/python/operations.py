"""The operations a local pool must have, each with members that a client would let through."""

ATTRIBUTES = [{"Name": "custom:theme", "Value": "dark"}]
POOL = {"UserPoolId": "eu-west-1_nowhere01"}
USER = {**POOL, "Username": "nobody"}
CLIENT = {**POOL, "ClientId": "nosuchclient"}
APP = {"ClientId": "nosuchclient"}
APP_USER = {**APP, "Username": "nobody"}

ACCESS_TOKEN = {
    "AssociateSoftwareToken": {},
    "ChangePassword": {"PreviousPassword": "Old-password-1", "ProposedPassword": "New-password-1"},
    "DeleteUser": {},
    "DeleteUserAttributes": {"UserAttributeNames": ["custom:theme"]},
    "GetUser": {},
    "GetUserAttributeVerificationCode": {"AttributeName": "email"},
    "GetUserAuthFactors": {},
    "GlobalSignOut": {},
    "SetUserMFAPreference": {"SoftwareTokenMfaSettings": {"Enabled": False}},
    "UpdateUserAttributes": {"UserAttributes": ATTRIBUTES},
    "VerifySoftwareToken": {"UserCode": "123456"},
    "VerifyUserAttribute": {"AttributeName": "email", "Code": "123456"},
}

CLIENT_ID = {
    "ConfirmForgotPassword": {**APP_USER, "ConfirmationCode": "123456", "Password": "New-password-1"},
    "ConfirmSignUp": {**APP_USER, "ConfirmationCode": "123456"},
    "ForgotPassword": APP_USER,
    "GetTokensFromRefreshToken": {**APP, "RefreshToken": "no.such.token"},
    "InitiateAuth": {
        **APP, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "nobody", "PASSWORD": "x"},
    },
    "ResendConfirmationCode": APP_USER,
    "RespondToAuthChallenge": {
        **APP, "ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "no-such-session-but-long-enough",
        "ChallengeResponses": {"USERNAME": "nobody", "NEW_PASSWORD": "New-password-1"},
    },
    "RevokeToken": {**APP, "Token": "no.such.token"},
    "SignUp": {**APP_USER, "Password": "New-password-1"},
}

ADMIN = {
    "AddCustomAttributes": {**POOL, "CustomAttributes": [{"Name": "shoe", "AttributeDataType": "String"}]},
    "AdminAddUserToGroup": {**USER, "GroupName": "editors"},
    "AdminConfirmSignUp": USER,
    "AdminCreateUser": USER,
    "AdminDeleteUser": USER,
    "AdminDeleteUserAttributes": {**USER, "UserAttributeNames": ["custom:theme"]},
    "AdminDisableUser": USER,
    "AdminEnableUser": USER,
    "AdminGetUser": USER,
    "AdminInitiateAuth": {
        **CLIENT, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "nobody", "PASSWORD": "x"},
    },
    "AdminListGroupsForUser": USER,
    "AdminRemoveUserFromGroup": {**USER, "GroupName": "editors"},
    "AdminResetUserPassword": USER,
    "AdminRespondToAuthChallenge": {
        **CLIENT, "ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "no-such-session-but-long-enough",
        "ChallengeResponses": {"USERNAME": "nobody", "NEW_PASSWORD": "New-password-1"},
    },
    "AdminSetUserPassword": {**USER, "Password": "New-password-1"},
    "AdminUpdateUserAttributes": {**USER, "UserAttributes": ATTRIBUTES},
    "AdminUserGlobalSignOut": USER,
    "CreateGroup": {**POOL, "GroupName": "editors"},
    "CreateUserPool": {"PoolName": "Another"},
    "CreateUserPoolClient": {**POOL, "ClientName": "App"},
    "DeleteUserPool": POOL,
    "DeleteUserPoolClient": CLIENT,
    "DescribeUserPool": POOL,
    "DescribeUserPoolClient": CLIENT,
    "ListUserPoolClients": {**POOL, "MaxResults": 10},
    "ListUserPools": {"MaxResults": 10},
    "ListUsers": POOL,
    "UpdateUserPoolClient": CLIENT,
}

ALL = {**ACCESS_TOKEN, **CLIENT_ID, **ADMIN}

# Exceptions of the model that no pool here can come to, by name and by (operation, name), with the reason.
TRIGGERS = "there are no Lambda triggers"
MESSAGES = "messages go to the outbox, which takes them all"
FEATURE = "a feature that requests cannot turn on: they are refused by name"
NEVER = {
    "UnexpectedLambdaException": TRIGGERS,
    "UserLambdaValidationException": TRIGGERS,
    "InvalidLambdaResponseException": TRIGGERS,
    "CodeDeliveryFailureException": MESSAGES,
    "InvalidEmailRoleAccessPolicyException": MESSAGES,
    "InvalidSmsRoleAccessPolicyException": MESSAGES,
    "InvalidSmsRoleTrustRelationshipException": MESSAGES,
    "ForbiddenException": "there is no web application firewall",
    "OperationNotEnabledException": FEATURE,
    "FeatureUnavailableInTierException": FEATURE,
    "TierChangeNotAllowedException": FEATURE,
    "UserPoolTaggingException": FEATURE,
    "UserImportInProgressException": FEATURE,
    "PasswordHistoryPolicyViolationException": FEATURE,
    "InvalidUserPoolConfigurationException": FEATURE,
    "MFAMethodNotFoundException": FEATURE,
    "ConcurrentModificationException": "changes are made one after the other",
    "PreconditionNotMetException": "no request has preconditions",
    "UserNotConfirmedException": "who is not confirmed has no token",
}
