#!/usr/bin/env bash
# The user pool leptos-cognito, written by `operator pool template` from attributes.toml. Run it once: it makes a new pool each time.
# `operator pool create` does the same, goes on where it stopped, and writes a .env.
set -euo pipefail

POOL=$(aws cognito-idp create-user-pool --query UserPool.Id --output text --cli-input-json '{
  "AccountRecoverySetting": {
    "RecoveryMechanisms": [
      {
        "Name": "verified_email",
        "Priority": 1
      }
    ]
  },
  "AdminCreateUserConfig": {
    "AllowAdminCreateUserOnly": false
  },
  "AutoVerifiedAttributes": [
    "email"
  ],
  "DeletionProtection": "ACTIVE",
  "EmailConfiguration": {
    "EmailSendingAccount": "COGNITO_DEFAULT"
  },
  "Policies": {
    "PasswordPolicy": {
      "MinimumLength": 8,
      "RequireLowercase": true,
      "RequireNumbers": true,
      "RequireSymbols": true,
      "RequireUppercase": true
    }
  },
  "PoolName": "leptos-cognito",
  "Schema": [
    {
      "AttributeDataType": "String",
      "Mutable": true,
      "Name": "team",
      "Required": false,
      "StringAttributeConstraints": {
        "MaxLength": "40",
        "MinLength": "0"
      }
    },
    {
      "AttributeDataType": "Number",
      "Mutable": true,
      "Name": "desk",
      "NumberAttributeConstraints": {
        "MinValue": "1"
      },
      "Required": false
    },
    {
      "AttributeDataType": "DateTime",
      "Mutable": true,
      "Name": "start",
      "Required": false
    },
    {
      "AttributeDataType": "Boolean",
      "Mutable": true,
      "Name": "news",
      "Required": false
    },
    {
      "AttributeDataType": "String",
      "Mutable": false,
      "Name": "employee_id",
      "Required": false,
      "StringAttributeConstraints": {
        "MaxLength": "2048",
        "MinLength": "0"
      }
    },
    {
      "AttributeDataType": "String",
      "Mutable": true,
      "Name": "role",
      "Required": false,
      "StringAttributeConstraints": {
        "MaxLength": "2048",
        "MinLength": "0"
      }
    }
  ],
  "UserAttributeUpdateSettings": {
    "AttributesRequireVerificationBeforeUpdate": [
      "email"
    ]
  },
  "UserPoolTier": "ESSENTIALS",
  "UsernameAttributes": [
    "email"
  ],
  "UsernameConfiguration": {
    "CaseSensitive": false
  },
  "VerificationMessageTemplate": {
    "DefaultEmailOption": "CONFIRM_WITH_CODE"
  }
}')
echo "COGNITO_USER_POOL_ID=$POOL"
aws cognito-idp set-user-pool-mfa-config --user-pool-id "$POOL" --mfa-configuration OPTIONAL \
  --software-token-mfa-configuration Enabled=true >/dev/null
CLIENT=$(aws cognito-idp create-user-pool-client --query UserPoolClient.ClientId --output text --cli-input-json '{
  "AccessTokenValidity": 60,
  "AllowedOAuthFlows": [
    "code"
  ],
  "AllowedOAuthFlowsUserPoolClient": true,
  "AllowedOAuthScopes": [
    "openid",
    "email",
    "profile",
    "aws.cognito.signin.user.admin"
  ],
  "CallbackURLs": [
    "https://app.example.com/logged_in"
  ],
  "ClientName": "leptos-cognito",
  "EnableTokenRevocation": true,
  "ExplicitAuthFlows": [
    "ALLOW_USER_SRP_AUTH"
  ],
  "GenerateSecret": true,
  "IdTokenValidity": 60,
  "LogoutURLs": [
    "https://app.example.com/logged_out"
  ],
  "PreventUserExistenceErrors": "ENABLED",
  "ReadAttributes": [
    "email",
    "email_verified",
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
    "custom:team",
    "custom:desk",
    "custom:start",
    "custom:news",
    "custom:employee_id",
    "custom:role"
  ],
  "RefreshTokenRotation": {
    "Feature": "ENABLED",
    "RetryGracePeriodSeconds": 60
  },
  "RefreshTokenValidity": 7,
  "SupportedIdentityProviders": [
    "COGNITO"
  ],
  "TokenValidityUnits": {
    "AccessToken": "minutes",
    "IdToken": "minutes",
    "RefreshToken": "days"
  },
  "UserPoolId": "'"$POOL"'",
  "WriteAttributes": [
    "email",
    "name",
    "custom:team",
    "custom:desk",
    "custom:start",
    "custom:news",
    "custom:employee_id"
  ]
}')
echo "CLIENT_ID=$CLIENT"
aws cognito-idp create-user-pool-domain --cli-input-json '{
  "Domain": "app-example",
  "ManagedLoginVersion": 2,
  "UserPoolId": "'"$POOL"'"
}' >/dev/null
aws cognito-idp create-managed-login-branding --cli-input-json '{
  "ClientId": "'"$CLIENT"'",
  "UseCognitoProvidedValues": true,
  "UserPoolId": "'"$POOL"'"
}' >/dev/null
aws cognito-idp create-group --cli-input-json '{
  "GroupName": "it'\''s",
  "UserPoolId": "'"$POOL"'"
}' >/dev/null
# The secret goes from one command into the next, and not onto the screen; without the line's end, which is no part of it.
aws cognito-idp describe-user-pool-client --user-pool-id "$POOL" --client-id "$CLIENT" \
  --query UserPoolClient.ClientSecret --output text | tr -d '\n' |
  aws secretsmanager create-secret --name leptos-cognito/client-secret --secret-string file:///dev/stdin >/dev/null
echo "CLIENT_SECRET is in Secrets Manager: leptos-cognito/client-secret"
