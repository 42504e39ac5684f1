//! The plan as a Terraform configuration.

use std::fmt::Write;

use super::cloudformation::secret_name;
use super::hcl::{quoted, write_settings};
use super::new_identity;
use crate::plan::{Domain, PoolPlan, Settings, Sms};

/// The provider of which all arguments are known to exist.
const PROVIDER: &str = "~> 6.0";

/// The text of the configuration.
pub fn write(plan: &PoolPlan) -> String {
    let mut out = head(plan);
    out.push_str(&resource("aws_cognito_user_pool", "pool", &plan.settings(), KEPT));
    out.push_str(&resource(
        "aws_cognito_user_pool_client",
        "client",
        &plan.client.settings(),
        "",
    ));
    out.push_str(&client_secret(plan));
    out.push_str(&resource(
        "aws_cognito_user_pool_domain",
        "domain",
        &plan.domain_settings(),
        "",
    ));
    out.push_str("# Managed login shows an error to everybody as long as the client has no style.\n");
    let branding = plan.branding_settings();
    out.push_str(&resource(
        "aws_cognito_managed_login_branding",
        "branding",
        &branding,
        "",
    ));
    for (index, name) in plan.groups.iter().enumerate() {
        let group = PoolPlan::group_settings(name);
        let label = format!("group_{}", index + 1);
        out.push_str(&resource("aws_cognito_user_group", &label, &group, ""));
    }
    if let Some(domain) = new_identity(plan) {
        out.push_str(&mail(domain));
    }
    if let Some(Sms {
        role: None,
        external_id,
    }) = &plan.sms
    {
        out.push_str(&sms_role(external_id));
    }
    out.push_str(&outputs(plan));
    // The last blank line.
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A plan that would replace the pool, and lose its people, fails instead.
const KEPT: &str = "
  # Never replaced: with it would go everybody's account.
  lifecycle {
    prevent_destroy = true
  }
";

fn head(plan: &PoolPlan) -> String {
    let mut out = format!(
        "\
# The user pool {name}, written by `operator pool template` from attributes.toml. To change it, change that and write it
# anew: with --existing POOL_ID it says what a pool that exists does not take.
#
#   terraform init && terraform apply
#   operator doctor
#
# The state has the client's secret in it: keep it where not everybody can read it.

terraform {{
  required_providers {{
    aws = {{
      source  = \"hashicorp/aws\"
      version = \"{PROVIDER}\"
    }}
  }}
}}

data \"aws_region\" \"current\" {{}}

",
        name = plan.name
    );
    if new_identity(plan).is_some() {
        out.push_str(
            "\
variable \"mail_verified\" {
  type        = bool
  default     = false
  description = \"Say true once the DNS records of the outputs are found and SES calls the domain verified.\"
}

",
        );
    }
    out
}

fn resource(kind: &str, label: &str, settings: &Settings, rest: &str) -> String {
    let mut out = format!("resource \"{kind}\" \"{label}\" {{\n");
    write_settings(&mut out, settings, 2);
    let _ = write!(out, "{rest}}}\n\n");
    out
}

fn client_secret(plan: &PoolPlan) -> String {
    format!(
        "\
# For the server, as CLIENT_SECRET.
resource \"aws_secretsmanager_secret\" \"client_secret\" {{
  #checkov:skip=CKV_AWS_149:Encrypted with the key of the account for Secrets Manager; one of your own is a line, kms_key_id
  #checkov:skip=CKV2_AWS_57:Replaced as docs/guide/your-pool.md says, while both secrets are good
  name = {}
}}

resource \"aws_secretsmanager_secret_version\" \"client_secret\" {{
  secret_id     = aws_secretsmanager_secret.client_secret.id
  secret_string = aws_cognito_user_pool_client.client.client_secret
}}

",
        quoted(&secret_name(&plan.name))
    )
}

fn mail(domain: &str) -> String {
    format!(
        "\
resource \"aws_sesv2_email_identity\" \"mail\" {{
  email_identity = \"{domain}\"

  dkim_signing_attributes {{
    next_signing_key_length = \"RSA_2048_BIT\"
  }}
}}

# The envelope's sender is of the domain too, so that SPF counts for it.
resource \"aws_sesv2_email_identity_mail_from_attributes\" \"mail\" {{
  email_identity         = aws_sesv2_email_identity.mail.email_identity
  mail_from_domain       = \"bounce.{domain}\"
  behavior_on_mx_failure = \"USE_DEFAULT_VALUE\"
}}

"
    )
}

fn sms_role(external_id: &str) -> String {
    format!(
        "\
data \"aws_caller_identity\" \"current\" {{}}

# Lets Cognito send text messages to telephone numbers, and publish to no topic.
resource \"aws_iam_role\" \"sms\" {{
  assume_role_policy = jsonencode({{
    Version = \"2012-10-17\"
    Statement = [{{
      Effect    = \"Allow\"
      Principal = {{ Service = \"cognito-idp.amazonaws.com\" }}
      Action    = \"sts:AssumeRole\"
      Condition = {{
        StringEquals = {{
          \"sts:ExternalId\"    = {id}
          \"aws:SourceAccount\" = data.aws_caller_identity.current.account_id
        }}
      }}
    }}]
  }})
}}

resource \"aws_iam_role_policy\" \"sms\" {{
  name = \"send-text-messages\"
  role = aws_iam_role.sms.id
  policy = jsonencode({{
    Version = \"2012-10-17\"
    Statement = [{{
      Effect      = \"Allow\"
      Action      = \"sns:Publish\"
      NotResource = \"arn:*:sns:*:*:*\"
    }}]
  }})
}}

",
        id = quoted(external_id)
    )
}

fn outputs(plan: &PoolPlan) -> String {
    let mut out = String::new();
    let mut output = |name: &str, value: &str, description: &str| {
        // As `terraform fmt` has it: in one column, unless the first takes several lines.
        let pad = if value.contains('\n') { "" } else { "      " };
        let _ = write!(
            out,
            "output \"{name}\" {{\n  value{pad} = {value}\n  description = \"{description}\"\n}}\n\n"
        );
    };
    output(
        "pool_id",
        "aws_cognito_user_pool.pool.id",
        "COGNITO_USER_POOL_ID of the server",
    );
    output(
        "client_id",
        "aws_cognito_user_pool_client.client.id",
        "CLIENT_ID of the server",
    );
    let secret = "aws_secretsmanager_secret.client_secret.name";
    output(
        "client_secret_name",
        secret,
        "CLIENT_SECRET of the server is in this secret",
    );
    let pages = match &plan.domain {
        Domain::Prefix(prefix) => {
            format!("\"https://{prefix}.auth.${{data.aws_region.current.region}}.amazoncognito.com\"")
        }
        Domain::Custom { name, .. } => format!("\"https://{name}\""),
    };
    output("sign_in_pages", &pages, "The pages people sign in on");
    if matches!(plan.domain, Domain::Custom { .. }) {
        let target = "aws_cognito_user_pool_domain.domain.cloudfront_distribution";
        output(
            "domain_target",
            target,
            "An alias record for the sign-in pages must point here",
        );
    }
    if let Some(domain) = new_identity(plan) {
        output(
            "dns_records",
            &mail_records(domain),
            "Records for the domain's DNS",
        );
    }
    out
}

fn mail_records(domain: &str) -> String {
    format!(
        r#"concat(
    [for token in aws_sesv2_email_identity.mail.dkim_signing_attributes[0].tokens : "${{token}}._domainkey.{domain} CNAME ${{token}}.dkim.amazonses.com"],
    [
      "bounce.{domain} MX 10 feedback-smtp.${{data.aws_region.current.region}}.amazonses.com",
      "bounce.{domain} TXT \"v=spf1 include:amazonses.com ~all\"",
      "_dmarc.{domain} TXT \"v=DMARC1; p=quarantine\"",
    ],
  )"#
    )
}
