//! The plan that a pool as it is would have been made by, but for what is wrong with it.

use aws_sdk_cognitoidentityprovider::types::UserPoolTierType;
use jiff::SignedDuration;
use url::Url;

use super::Sides;
use crate::messages::MessageOptions;
use crate::plan::{
    DomainOptions, MailOptions, MfaChoice, PlanOptions, PoolPlan, SignUpChoice, SmsOptions, Switch, Tier,
};

/// What attributes.toml wants of this pool, or how list and pool contradict each other.
pub fn plan(sides: &Sides<'_>) -> Result<PoolPlan, Vec<String>> {
    PoolPlan::new(sides.schema, &options(sides))
}

fn options(sides: &Sides<'_>) -> PlanOptions {
    let tier = match sides.pool.user_pool_tier() {
        Some(UserPoolTierType::Plus) => Tier::Plus,
        _ => Tier::Essentials,
    };
    PlanOptions {
        name: sides.pool.name().unwrap_or_default().to_owned(),
        app_origin: Url::parse("http://localhost").expect("an address"),
        redirect_uri: Some(sides.redirect_uri.clone()),
        sign_out_uri: Some(sides.sign_out_uri.clone()),
        domain: DomainOptions {
            domain_prefix: sides.pool.domain().map(ToOwned::to_owned),
            custom_domain: None,
            certificate: None,
        },
        mail: MailOptions {
            from: None,
            identity: None,
            reply_to: None,
        },
        sms: SmsOptions {
            sms_role: None,
            sms_external_id: String::new(),
        },
        messages: MessageOptions::default(),
        brand: None,
        passkeys: None,
        tier,
        mfa: MfaChoice::Optional,
        rotation: Switch::On,
        sign_up: SignUpChoice::Open,
        groups: Vec::new(),
        session_limit: SignedDuration::from_secs(sides.session_limit),
    }
}
