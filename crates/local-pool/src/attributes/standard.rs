//! The standard attributes every pool has (`OpenID` Connect Core, section 5.1; `DescribeUserPool` order).

/// Which scope of `/oauth2/authorize` shows an attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scope {
    /// Always shown.
    Always,
    /// `profile`
    Profile,
    /// `email`
    Email,
    /// `phone`
    Phone,
    /// No scope of its own: shown with `openid` alone.
    None,
}

/// Name, scope.
pub(crate) const STANDARD: [(&str, Scope); 20] = [
    ("sub", Scope::Always),
    ("name", Scope::Profile),
    ("given_name", Scope::Profile),
    ("family_name", Scope::Profile),
    ("middle_name", Scope::Profile),
    ("nickname", Scope::Profile),
    ("preferred_username", Scope::Profile),
    ("profile", Scope::Profile),
    ("picture", Scope::Profile),
    ("website", Scope::Profile),
    ("email", Scope::Email),
    ("email_verified", Scope::Email),
    ("gender", Scope::Profile),
    ("birthdate", Scope::Profile),
    ("zoneinfo", Scope::Profile),
    ("locale", Scope::Profile),
    ("phone_number", Scope::Phone),
    ("phone_number_verified", Scope::Phone),
    ("address", Scope::None),
    ("updated_at", Scope::Profile),
];

/// The two that say whether another attribute was proven.
pub(crate) const VERIFIED: [&str; 2] = ["email_verified", "phone_number_verified"];

/// Whether `name` is a standard attribute.
pub(crate) fn is_standard(name: &str) -> bool {
    STANDARD.iter().any(|(standard, _)| *standard == name)
}

/// The standard attributes of a scope.
pub(crate) fn of_scope(scope: Scope) -> impl Iterator<Item = &'static str> {
    STANDARD
        .iter()
        .filter(move |(_, of)| *of == scope)
        .map(|(name, _)| *name)
}

/// The attribute that says whether `name` was proven, for the two that can be.
pub(crate) fn verified_flag(name: &str) -> Option<&'static str> {
    match name {
        "email" => Some("email_verified"),
        "phone_number" => Some("phone_number_verified"),
        _ => None,
    }
}
