//! The plan as a `CloudFormation` template.

use std::fmt::Write;

use super::new_identity;
use super::yaml::{quoted, write_settings};
use crate::plan::{Domain, PoolPlan, Settings, Sms};

/// Where in a resource its properties stand.
const PROPERTIES: usize = 6;

/// The text of the template.
pub fn write(plan: &PoolPlan) -> String {
    let mut out = head(plan);
    if new_identity(plan).is_some() {
        out.push_str(MAIL_PARAMETER);
    }
    out.push_str("Resources:\n");
    out.push_str(&resource("Pool", "AWS::Cognito::UserPool", &plan.settings()));
    out.push_str(&resource(
        "Client",
        "AWS::Cognito::UserPoolClient",
        &plan.client.settings(),
    ));
    let _ = write!(out, "{}", client_secret(plan));
    out.push_str(&resource(
        "Domain",
        "AWS::Cognito::UserPoolDomain",
        &plan.domain_settings(),
    ));
    out.push_str("  # Managed login shows an error to everybody as long as the client has no style.\n");
    let branding = plan.branding_settings();
    out.push_str(&resource(
        "Branding",
        "AWS::Cognito::ManagedLoginBranding",
        &branding,
    ));
    for (index, name) in plan.groups.iter().enumerate() {
        let logical = format!("Group{}", index + 1);
        let group = PoolPlan::group_settings(name);
        out.push_str(&resource(&logical, "AWS::Cognito::UserPoolGroup", &group));
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
    out
}

/// Deleting the stack, or a change that needs another one, leaves a resource where it is: the pool with its people, and what
/// they sign in with. So a template that is deployed under the name of another stack takes nobody's sign-in away.
const KEPT: &str = "    DeletionPolicy: Retain\n    UpdateReplacePolicy: Retain\n";

const MAIL_PARAMETER: &str = "\
Parameters:
  MailVerified:
    Type: String
    Default: 'false'
    AllowedValues: ['false', 'true']
    Description: Say true once the DNS records of the outputs are found and SES calls the domain verified.
Conditions:
  MailIsVerified: !Equals [!Ref MailVerified, 'true']
";

fn head(plan: &PoolPlan) -> String {
    let capability = if plan.sms.as_ref().is_some_and(|sms| sms.role.is_none()) {
        " --capabilities CAPABILITY_IAM"
    } else {
        ""
    };
    format!(
        "\
# The user pool {name}, written by `operator pool template` from attributes.toml. To change it, change that and write it
# anew: with --existing POOL_ID it says what a pool that exists does not take.
#
#   aws cloudformation deploy --stack-name {stack} --template-file THIS_FILE{capability}
#   operator doctor
AWSTemplateFormatVersion: '2010-09-09'
Description: User pool, app client and sign-in pages for leptos-cognito
",
        name = plan.name,
        stack = stack_name(&plan.name),
    )
}

/// Letters, digits and hyphens (`CreateStack`).
pub fn stack_name(name: &str) -> String {
    let allowed = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let text: String = name.chars().map(allowed).collect();
    let text = text.trim_matches('-');
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        text.to_owned()
    } else {
        format!("pool-{text}").trim_end_matches('-').to_owned()
    }
}

fn resource(logical: &str, kind: &str, properties: &Settings) -> String {
    let mut out = format!("  {logical}:\n    Type: {kind}\n{KEPT}    Properties:\n");
    write_settings(&mut out, properties, PROPERTIES);
    out
}

fn client_secret(plan: &PoolPlan) -> String {
    format!(
        "  # For the server, as CLIENT_SECRET. An output would show it to everybody who may look at stacks.
  ClientSecret:
    Type: AWS::SecretsManager::Secret
{KEPT}    Metadata:
      checkov:
        skip:
          - id: CKV_AWS_149
            comment: Encrypted with the key of the account for Secrets Manager; one of your own is a line, KmsKeyId.
    Properties:
      Name: {name}
      SecretString: !GetAtt Client.ClientSecret
",
        name = quoted(&secret_name(&plan.name)),
    )
}

/// What the secret is called in Secrets Manager.
pub fn secret_name(name: &str) -> String {
    format!("{}/client-secret", stack_name(name))
}

fn mail(domain: &str) -> String {
    format!(
        "  Mail:
    Type: AWS::SES::EmailIdentity
{KEPT}    Properties:
      EmailIdentity: {domain}
      DkimSigningAttributes:
        NextSigningKeyLength: RSA_2048_BIT
      # The envelope's sender is of the domain too, so that SPF counts for it.
      MailFromAttributes:
        MailFromDomain: bounce.{domain}
        BehaviorOnMxFailure: USE_DEFAULT_VALUE
"
    )
}

fn sms_role(external_id: &str) -> String {
    format!(
        "  # Lets Cognito send text messages to telephone numbers, and publish to no topic.
  SmsRole:
    Type: AWS::IAM::Role
{KEPT}    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              Service: cognito-idp.amazonaws.com
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                sts:ExternalId: {id}
                aws:SourceAccount: !Ref AWS::AccountId
      Policies:
        - PolicyName: send-text-messages
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: sns:Publish
                NotResource: arn:*:sns:*:*:*
",
        id = quoted(external_id)
    )
}

fn outputs(plan: &PoolPlan) -> String {
    let mut out = String::from(
        "\
Outputs:
  PoolId:
    Description: COGNITO_USER_POOL_ID of the server
    Value: !Ref Pool
  ClientId:
    Description: CLIENT_ID of the server
    Value: !Ref Client
  ClientSecretName:
    Description: CLIENT_SECRET of the server is in this secret
    Value: !Ref ClientSecret
  Issuer:
    Value: !GetAtt Pool.ProviderURL
",
    );
    match &plan.domain {
        Domain::Prefix(prefix) => {
            let _ = writeln!(
                out,
                "  SignInPages:\n    Value: !Sub 'https://{prefix}.auth.${{AWS::Region}}.amazoncognito.com'"
            );
        }
        Domain::Custom { name, .. } => {
            let _ = writeln!(
                out,
                "  DomainTarget:\n    Description: An alias record for {name} must point here\n    \
                 Value: !GetAtt Domain.CloudFrontDistribution"
            );
        }
    }
    if let Some(domain) = new_identity(plan) {
        out.push_str(&mail_records(domain));
    }
    out
}

/// Records for the domain's DNS, as they stand in a zone file.
fn mail_records(domain: &str) -> String {
    let mut out = String::new();
    for number in 1..=3 {
        let _ = writeln!(
            out,
            "  Dkim{number}:\n    Description: DNS record\n    \
             Value: !Sub '${{Mail.DkimDNSTokenName{number}}} CNAME ${{Mail.DkimDNSTokenValue{number}}}'"
        );
    }
    let _ = write!(
        out,
        "  MailFrom:
    Description: DNS record
    Value: !Sub 'bounce.{domain} MX 10 feedback-smtp.${{AWS::Region}}.amazonses.com'
  Spf:
    Description: DNS record
    Value: bounce.{domain} TXT \"v=spf1 include:amazonses.com ~all\"
  Dmarc:
    Description: DNS record, unless the domain has one
    Value: _dmarc.{domain} TXT \"v=DMARC1; p=quarantine\"
"
    );
    out
}
