use aws_sdk_cognitoidentityprovider::types::builders::UserPoolTypeBuilder;
use aws_sdk_cognitoidentityprovider::types::{
    AdminCreateUserConfigType, CustomDomainConfigType, DefaultEmailOptionType, EumsSmsConfigurationType,
    MessageTemplateType, RoutingType, SecurityPolicyType, SmsConfigurationType,
    VerificationMessageTemplateType,
};

use super::*;

const ARN: &str = "arn:aws:acm:us-east-1:111122223333:certificate/abc";

#[test]
fn messages_by_older_names_leave_no_command() {
    type Change = fn(UserPoolTypeBuilder) -> UserPoolTypeBuilder;
    let changes: [Change; 4] = [
        |pool| {
            let template = VerificationMessageTemplateType::builder().email_message("x");
            pool.verification_message_template(template.build())
                .email_verification_message("y")
        },
        |pool| pool.email_verification_subject("x"),
        |pool| pool.sms_verification_message("x"),
        |pool| {
            let sms = SmsConfigurationType::builder().sns_caller_arn("arn");
            let end_user = EumsSmsConfigurationType::builder().caller_arn("arn").build();
            pool.sms_configuration(sms.eums_sms(end_user.unwrap()).build())
        },
    ];
    let plain = || UserPoolType::builder().name("x");
    assert!(pool(&plain().build()).is_some());
    for (at, change) in changes.iter().enumerate() {
        assert_eq!(pool(&change(plain()).build()), None, "{at}");
    }
}

#[test]
fn messages_of_templates_are_kept() {
    let code = VerificationMessageTemplateType::builder()
        .default_email_option(DefaultEmailOptionType::ConfirmWithLink)
        .email_message("m")
        .email_subject("s")
        .email_message_by_link("l")
        .email_subject_by_link("b")
        .sms_message("t");
    let invitation = MessageTemplateType::builder().email_message("i").sms_message("n");
    let admin = AdminCreateUserConfigType::builder().invite_message_template(invitation.build());
    let found = UserPoolType::builder()
        .verification_message_template(code.build())
        // The service tells it by both names.
        .email_verification_message("m")
        .admin_create_user_config(admin.build());
    let whole = pool(&found.build()).unwrap();
    assert_eq!(
        whole["VerificationMessageTemplate"],
        json!({
            "DefaultEmailOption": "CONFIRM_WITH_LINK", "EmailMessage": "m", "EmailSubject": "s",
            "EmailMessageByLink": "l", "EmailSubjectByLink": "b", "SmsMessage": "t",
        })
    );
    assert_eq!(
        whole["AdminCreateUserConfig"],
        json!({ "AllowAdminCreateUserOnly": false, "InviteMessageTemplate": { "EmailMessage": "i", "SMSMessage": "n" } })
    );
}

#[test]
fn domains_keep_certificate_and_policy() {
    let config = |arn: &str| CustomDomainConfigType::builder().certificate_arn(arn);
    let with = |config: CustomDomainConfigType| {
        let found = DomainDescriptionType::builder().domain("x");
        domain(&found.custom_domain_config(config).build()).map(Value::Object)
    };
    assert_eq!(with(config("").build().unwrap()), Some(json!({ "Domain": "x" })));
    let strict = config(ARN).security_policy(SecurityPolicyType::TlsV122021);
    let kept = json!({ "CertificateArn": ARN, "SecurityPolicy": "TLS_V1_2_2021" });
    assert_eq!(
        with(strict.build().unwrap()),
        Some(json!({ "Domain": "x", "CustomDomainConfig": kept }))
    );
}

#[test]
fn domains_of_several_regions_have_no_command() {
    let found = DomainDescriptionType::builder().domain("x");
    assert_eq!(
        domain(&found.routing(RoutingType::builder().build()).build()),
        None
    );
}
