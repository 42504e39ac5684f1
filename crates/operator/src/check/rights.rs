//! What the app client may read and write, beside what the list promises.

use attributes::{Attribute, STANDARD_ATTRIBUTES};
use aws_sdk_cognitoidentityprovider::types::UserPoolClientType;

use super::{Finding, Sides};

pub const TICK: &str = "in the console: App client, Attribute permissions";

pub fn compare(sides: &Sides<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let read = given(sides.client.read_attributes.as_ref());
    let write = given(sides.client.write_attributes.as_ref());
    if let Some(read) = read {
        let unreadable = |attribute: &&Attribute| !has(read, &attribute.name);
        findings.extend(in_pool(sides).filter(unreadable).map(not_readable));
        findings.extend(scopes(sides, read));
    } else {
        findings.push(not_set("read", "the app reads all of them"));
    }
    if let Some(write) = write {
        findings.extend(in_pool(sides).filter_map(|attribute| writing(attribute, write)));
        findings.extend(unlisted(sides, write));
    } else {
        let authorising = in_pool(sides).filter(|attribute| attribute.authorises);
        findings.extend(authorising.map(writable_and_authorises));
        findings.extend(unlisted(sides, &custom_in_pool(sides)));
        findings.push(not_set(
            "write",
            "people may write all of them, also at Cognito's public address",
        ));
    }
    findings
}

/// Whether people may write an attribute. A client without a list lets them write all, custom ones included.
pub fn is_writable(client: &UserPoolClientType, name: &str) -> bool {
    let write = given(client.write_attributes.as_ref());
    write.is_none_or(|write| has(write, name))
}

/// An empty list is the same as none: all is allowed.
fn given(list: Option<&Vec<String>>) -> Option<&[String]> {
    list.map(Vec::as_slice).filter(|list| !list.is_empty())
}

fn has(list: &[String], name: &str) -> bool {
    list.iter().any(|listed| listed == name)
}

/// What people can write where the client has no list.
fn custom_in_pool(sides: &Sides<'_>) -> Vec<String> {
    let names = sides
        .pool
        .schema_attributes()
        .iter()
        .filter_map(|found| found.name());
    let custom = names.filter(|name| name.starts_with("custom:"));
    custom.map(String::from).collect()
}

/// What the pool does not have is told elsewhere.
fn in_pool<'a>(sides: &Sides<'a>) -> impl Iterator<Item = &'a Attribute> + use<'a> {
    let of_pool = sides.pool.schema_attributes();
    sides.schema.attributes().iter().filter(move |attribute| {
        of_pool
            .iter()
            .any(|found| found.name() == Some(attribute.name.as_str()))
    })
}

fn not_set(which: &str, effect: &str) -> Finding {
    let code = if which == "read" {
        "read-not-set"
    } else {
        "write-not-set"
    };
    Finding::error(
        code,
        "app client",
        format!(
            "its {which} attributes are not set, which means all that the pool has, custom ones too: {effect}"
        ),
        format!("{TICK}: {which} just those of attributes.toml"),
    )
}

fn not_readable(attribute: &Attribute) -> Finding {
    Finding::error(
        "not-readable",
        &attribute.name,
        "the app cannot read it, and would take it for missing".to_owned(),
        format!("{TICK}: read"),
    )
}

fn writing(attribute: &Attribute, write: &[String]) -> Option<Finding> {
    let is_writable = has(write, &attribute.name);
    if attribute.authorises {
        return is_writable.then(|| writable_and_authorises(attribute));
    }
    let must_be = attribute.mutable || attribute.sign_up || !attribute.mapped_by.is_empty();
    (must_be && !is_writable).then(|| {
        Finding::error(
            "not-writable",
            &attribute.name,
            "people cannot write it, and the app asks them to".to_owned(),
            format!("{TICK}: write; or authorises = true if it is not theirs to write"),
        )
    })
}

fn writable_and_authorises(attribute: &Attribute) -> Finding {
    Finding::error(
        "writable-and-authorises",
        &attribute.name,
        "it decides what people may do, and everybody can write their own at Cognito's public address"
            .to_owned(),
        format!("{TICK}: take away write. Then look at who has what: operator attributes export"),
    )
}

/// Whether the list has it, or pages of its own do; or the pool requires it, and takes no client that cannot write it.
fn is_listed(sides: &Sides<'_>, name: &str) -> bool {
    let of_pool = sides.pool.schema_attributes().iter();
    let mut required = of_pool.filter(|found| found.required() == Some(true));
    sides.schema.get(name).is_some()
        || ["email", "phone_number"].contains(&name)
        || required.any(|found| found.name() == Some(name))
}

/// Whether it is no standard attribute beside the list.
pub fn is_known(sides: &Sides<'_>, name: &str) -> bool {
    name.contains(':') || is_listed(sides, name)
}

/// What people can write without the app knowing of it.
fn unlisted(sides: &Sides<'_>, write: &[String]) -> Vec<Finding> {
    let unlisted = write.iter().filter(|name| !is_listed(sides, name));
    let (custom, standard): (Vec<_>, Vec<_>) = unlisted.partition(|name| name.contains(':'));
    let mut findings: Vec<_> = custom
        .into_iter()
        .map(|name| {
            Finding::warning(
                "writable-not-on-the-list",
                name,
                "people can write it, and attributes.toml does not have it: nothing checks what they write"
                    .to_owned(),
                format!("{TICK}: take away write, or add it to attributes.toml"),
            )
        })
        .collect();
    if !standard.is_empty() {
        let names: Vec<_> = standard.into_iter().map(String::as_str).collect();
        findings.push(Finding::note(
            "writable-standard",
            "app client",
            format!("people can also write {}", names.join(", ")),
            format!("{TICK}: take away write, if nobody needs it"),
        ));
    }
    findings
}

/// What an OAuth scope shows (developer guide, "Scopes, M2M, and resource servers").
fn of_scope(scope: &str) -> Vec<&'static str> {
    match scope {
        "email" => vec!["email", "email_verified"],
        "phone" => vec!["phone_number", "phone_number_verified"],
        _ => {
            let standard = STANDARD_ATTRIBUTES.into_iter().filter(|name| *name != "address");
            standard.chain(["updated_at"]).collect()
        }
    }
}

/// A scope with an attribute that the client cannot read makes the token call fail, without a word why.
fn scopes(sides: &Sides<'_>, read: &[String]) -> Vec<Finding> {
    let allowed = sides.client.allowed_o_auth_scopes();
    let scopes = ["email", "phone", "profile"];
    let findings = scopes.into_iter().filter(|scope| has(allowed, scope));
    let findings = findings.filter_map(|scope| {
        let mut unreadable = of_scope(scope);
        unreadable.retain(|name| !has(read, name));
        (!unreadable.is_empty()).then(|| {
            Finding::error(
                "scope-not-readable",
                "app client",
                format!(
                    "the scope {scope} has attributes that it cannot read, so nobody can sign in: {}",
                    unreadable.join(", ")
                ),
                format!("{TICK}: read"),
            )
        })
    });
    findings.collect()
}
