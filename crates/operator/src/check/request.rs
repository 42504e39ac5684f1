//! What puts a finding right, as a call of the API.

use serde_json::{Map, Value as Json};

use crate::plan::Setting;

/// A call of the API with all that it sends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    pub action: Action,
    pub body: Json,
}

/// The calls that put something right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    UpdateClient,
    UpdatePool,
    UpdateDomain,
    CreateStyle,
    SetFactors,
    AddAttributes,
}

impl Action {
    /// As the AWS CLI calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::UpdateClient => "update-user-pool-client",
            Self::UpdatePool => "update-user-pool",
            Self::UpdateDomain => "update-user-pool-domain",
            Self::CreateStyle => "create-managed-login-branding",
            Self::SetFactors => "set-user-pool-mfa-config",
            Self::AddAttributes => "add-custom-attributes",
        }
    }
}

/// Structures keep what is not named: a policy has more in it than the rules for passwords.
pub fn overlay(request: &mut Map<String, Json>, settings: &[Setting]) {
    for setting in settings {
        let value = setting.value.to_json(&|_| String::new());
        merge(request.entry(setting.name).or_insert(Json::Null), value);
    }
}

fn merge(there: &mut Json, wanted: Json) {
    match (there, wanted) {
        (Json::Object(there), Json::Object(wanted)) => {
            for (name, value) in wanted {
                merge(there.entry(name).or_insert(Json::Null), value);
            }
        }
        (there, wanted) => *there = wanted,
    }
}
