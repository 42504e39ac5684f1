# The user pool leptos-cognito, written by `operator pool template` from attributes.toml. To change it, change that and write it
# anew: with --existing POOL_ID it says what a pool that exists does not take.
#
#   terraform init && terraform apply
#   operator doctor
#
# The state has the client's secret in it: keep it where not everybody can read it.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

data "aws_region" "current" {}

variable "mail_verified" {
  type        = bool
  default     = false
  description = "Say true once the DNS records of the outputs are found and SES calls the domain verified."
}

resource "aws_cognito_user_pool" "pool" {
  name = "leptos-cognito"
  # Lite has no managed login.
  user_pool_tier      = "PLUS"
  deletion_protection = "ACTIVE"
  # Cannot be changed later.
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  mfa_configuration        = "ON"

  username_configuration {
    case_sensitive = false
  }

  # The old address stays until the new one is proven: whoever mistypes it is not locked out.
  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  # An authenticator app.
  software_token_mfa_configuration {
    enabled = true
  }

  password_policy {
    minimum_length    = 8
    require_lowercase = true
    require_uppercase = true
    require_numbers   = true
    require_symbols   = true
  }

  admin_create_user_config {
    allow_admin_create_user_only = false

    invite_message_template {
      email_message = var.mail_verified ? "<p lang=\"en\" dir=\"ltr\">You have an account at <bdi>Acme</bdi>. Sign in at <bdi>https://app.example.com</bdi> with this name and this one-time password; then you choose a password of your own:</p>\n<p lang=\"es\" dir=\"ltr\">Tienes una cuenta en <bdi>Acme</bdi>. Inicia sesión en <bdi>https://app.example.com</bdi> con este nombre y esta contraseña de un solo uso; después eliges tu propia contraseña:</p>\n<p lang=\"he\" dir=\"rtl\">נפתח עבורך חשבון באתר <bdi>Acme</bdi>. ההתחברות בכתובת <bdi>https://app.example.com</bdi> היא בשם ובסיסמה החד-פעמית האלה; לאחריה נבחרת סיסמה חדשה:</p>\n<p><strong><bdi>{username}</bdi><br><bdi>{####}</bdi></strong></p>\n<p lang=\"en\" dir=\"ltr\">Tell the password to nobody. If you know nothing of an account, you can ignore this message.</p>\n<p lang=\"es\" dir=\"ltr\">No digas la contraseña a nadie. Si no sabes nada de una cuenta, puedes pasar por alto este mensaje.</p>\n<p lang=\"he\" dir=\"rtl\">אין למסור את הסיסמה לאיש. אם החשבון אינו מוכר לך, אפשר להתעלם מההודעה.</p>" : null
      email_subject = var.mail_verified ? "Acme: Your account · Tu cuenta · החשבון שלך" : null
    }
  }

  # The app asks for a code; a link would lead to the pool's pages.
  verification_message_template {
    default_email_option = "CONFIRM_WITH_CODE"
    email_message        = var.mail_verified ? "<p lang=\"en\" dir=\"ltr\">Somebody, most likely you, asked for this code at <bdi>Acme</bdi>. Enter it there:</p>\n<p lang=\"es\" dir=\"ltr\">Alguien, probablemente tú, ha pedido este código en <bdi>Acme</bdi>. Escríbelo allí:</p>\n<p lang=\"he\" dir=\"rtl\">התקבלה בקשה לקוד באתר <bdi>Acme</bdi>. יש להזין אותו שם:</p>\n<p><strong><bdi>{####}</bdi></strong></p>\n<p lang=\"en\" dir=\"ltr\">Tell it to nobody. If you did not ask for it, you can ignore this message.</p>\n<p lang=\"es\" dir=\"ltr\">No se lo digas a nadie. Si no lo has pedido, puedes pasar por alto este mensaje.</p>\n<p lang=\"he\" dir=\"rtl\">אין למסור את הקוד לאיש. אם הבקשה לא נעשתה על ידך, אפשר להתעלם מההודעה.</p>" : null
    email_subject        = var.mail_verified ? "Acme: Your code · Tu código · קוד האימות" : null
  }

  # Until the DNS records of the domain are found Cognito sends itself: 50 messages a day.
  email_configuration {
    email_sending_account = var.mail_verified ? "DEVELOPER" : "COGNITO_DEFAULT"
    from_email_address    = var.mail_verified ? "no-reply@example.com" : null
    source_arn            = var.mail_verified ? aws_sesv2_email_identity.mail.arn : null
  }

  # The custom attributes of attributes.toml, without the prefix. More can be added; none can ever be changed or removed.
  schema {
    name                = "team"
    attribute_data_type = "String"
    mutable             = true
    required            = false

    string_attribute_constraints {
      min_length = "0"
      max_length = "40"
    }
  }

  schema {
    name                = "desk"
    attribute_data_type = "Number"
    mutable             = true
    required            = false

    number_attribute_constraints {
      min_value = "1"
    }
  }

  schema {
    name                = "start"
    attribute_data_type = "DateTime"
    mutable             = true
    required            = false
  }

  schema {
    name                = "news"
    attribute_data_type = "Boolean"
    mutable             = true
    required            = false
  }

  schema {
    name                = "employee_id"
    attribute_data_type = "String"
    mutable             = false
    required            = false

    string_attribute_constraints {
      min_length = "0"
      max_length = "2048"
    }
  }

  schema {
    name                = "role"
    attribute_data_type = "String"
    mutable             = true
    required            = false

    string_attribute_constraints {
      min_length = "0"
      max_length = "2048"
    }
  }

  # Never replaced: with it would go everybody's account.
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_user_pool_client" "client" {
  name         = "leptos-cognito"
  user_pool_id = aws_cognito_user_pool.pool.id
  # The app is one that keeps secrets: its server exchanges the code, browsers see no token.
  generate_secret                      = true
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  # With aws.cognito.signin.user.admin people change their own attributes.
  allowed_oauth_scopes         = ["openid", "email", "profile", "aws.cognito.signin.user.admin"]
  supported_identity_providers = ["COGNITO"]
  # Compared character by character.
  callback_urls       = ["https://app.example.com/logged_in"]
  logout_urls         = ["https://app.example.com/logged_out"]
  explicit_auth_flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  # Otherwise anybody can ask who has an account.
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true
  access_token_validity         = 60
  id_token_validity             = 60
  # As long as a session of the app, SESSION_LIMIT.
  refresh_token_validity = 36
  # A scope with an attribute that is not here makes every sign-in fail.
  read_attributes = [
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
    "custom:role",
  ]
  # What people may write, by any program. An empty list would mean all, custom ones too.
  write_attributes = [
    "email",
    "name",
    "custom:team",
    "custom:desk",
    "custom:start",
    "custom:news",
    "custom:employee_id",
  ]

  refresh_token_rotation {
    feature = "DISABLED"
  }

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "hours"
  }
}

# For the server, as CLIENT_SECRET.
resource "aws_secretsmanager_secret" "client_secret" {
  #checkov:skip=CKV_AWS_149:Encrypted with the key of the account for Secrets Manager; one of your own is a line, kms_key_id
  #checkov:skip=CKV2_AWS_57:Replaced as docs/guide/your-pool.md says, while both secrets are good
  name = "leptos-cognito/client-secret"
}

resource "aws_secretsmanager_secret_version" "client_secret" {
  secret_id     = aws_secretsmanager_secret.client_secret.id
  secret_string = aws_cognito_user_pool_client.client.client_secret
}

resource "aws_cognito_user_pool_domain" "domain" {
  user_pool_id    = aws_cognito_user_pool.pool.id
  domain          = "auth.example.com"
  certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/abc"
  # Managed login: the classic pages cannot ask people again who they are.
  managed_login_version = 2
}

# Managed login shows an error to everybody as long as the client has no style.
resource "aws_cognito_managed_login_branding" "branding" {
  user_pool_id                = aws_cognito_user_pool.pool.id
  client_id                   = aws_cognito_user_pool_client.client.id
  use_cognito_provided_values = true
}

resource "aws_cognito_user_group" "group_1" {
  user_pool_id = aws_cognito_user_pool.pool.id
  name         = "staff"
}

resource "aws_cognito_user_group" "group_2" {
  user_pool_id = aws_cognito_user_pool.pool.id
  name         = "editors"
}

resource "aws_sesv2_email_identity" "mail" {
  email_identity = "example.com"

  dkim_signing_attributes {
    next_signing_key_length = "RSA_2048_BIT"
  }
}

# The envelope's sender is of the domain too, so that SPF counts for it.
resource "aws_sesv2_email_identity_mail_from_attributes" "mail" {
  email_identity         = aws_sesv2_email_identity.mail.email_identity
  mail_from_domain       = "bounce.example.com"
  behavior_on_mx_failure = "USE_DEFAULT_VALUE"
}

output "pool_id" {
  value       = aws_cognito_user_pool.pool.id
  description = "COGNITO_USER_POOL_ID of the server"
}

output "client_id" {
  value       = aws_cognito_user_pool_client.client.id
  description = "CLIENT_ID of the server"
}

output "client_secret_name" {
  value       = aws_secretsmanager_secret.client_secret.name
  description = "CLIENT_SECRET of the server is in this secret"
}

output "sign_in_pages" {
  value       = "https://auth.example.com"
  description = "The pages people sign in on"
}

output "domain_target" {
  value       = aws_cognito_user_pool_domain.domain.cloudfront_distribution
  description = "An alias record for the sign-in pages must point here"
}

output "dns_records" {
  value = concat(
    [for token in aws_sesv2_email_identity.mail.dkim_signing_attributes[0].tokens : "${token}._domainkey.example.com CNAME ${token}.dkim.amazonses.com"],
    [
      "bounce.example.com MX 10 feedback-smtp.${data.aws_region.current.region}.amazonses.com",
      "bounce.example.com TXT \"v=spf1 include:amazonses.com ~all\"",
      "_dmarc.example.com TXT \"v=DMARC1; p=quarantine\"",
    ],
  )
  description = "Records for the domain's DNS"
}
