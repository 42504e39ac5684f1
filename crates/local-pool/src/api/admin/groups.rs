//! Groups: `CreateGroup` and who is in them.

use serde_json::{Value, json};

use super::super::{Answer, Input};
use super::{pool, user};
use crate::exception::{Exception, Kind};
use crate::service::Service;
use crate::state::{Group, Pool};

/// `CreateGroup`
pub(in crate::api) fn create(service: &Service, mut input: Input) -> Answer {
    let mut pool = pool(service, &mut input)?;
    let name = input.required("GroupName")?;
    let now = service.now();
    let group = Group {
        description: input.text("Description")?,
        role_arn: input.text("RoleArn")?,
        precedence: input.integer("Precedence")?,
        created: now,
        modified: now,
    };
    input.finish()?;
    if pool.groups.contains_key(&name) {
        return Err(Exception::new(
            Kind::GroupExists,
            "A group with the name already exists.",
        ));
    }
    let answer = json!({ "Group": group_type(&pool.id, &name, &group) });
    pool.groups.insert(name, group);
    service.state().put_pool(pool);
    Ok(Some(answer))
}

/// `AdminAddUserToGroup`: answers with an empty body.
pub(in crate::api) fn add_user(service: &Service, input: Input) -> Answer {
    change(service, input, true)
}

/// `AdminRemoveUserFromGroup`: answers with an empty body.
pub(in crate::api) fn remove_user(service: &Service, input: Input) -> Answer {
    change(service, input, false)
}

fn change(service: &Service, mut input: Input, member: bool) -> Answer {
    let user = user(service, &mut input)?;
    let name = input.required("GroupName")?;
    input.finish()?;
    let mut state = service.state();
    if !state.pool(&user.pool)?.groups.contains_key(&name) {
        return Err(Exception::new(Kind::ResourceNotFound, "Group not found."));
    }
    let edited = state.users.edit(&user.pool, &user.sub, |user| {
        if member {
            user.groups.insert(name)
        } else {
            user.groups.remove(&name)
        }
    });
    edited.map(|_| None).ok_or_else(Exception::no_user)
}

/// `AdminListGroupsForUser`
pub(in crate::api) fn of_user(service: &Service, mut input: Input) -> Answer {
    let user = user(service, &mut input)?;
    input.integer("Limit")?;
    input.finish()?;
    let state = service.state();
    let pool: &Pool = state.pool(&user.pool)?;
    let groups = user
        .groups
        .iter()
        .filter_map(|name| Some(group_type(&pool.id, name, pool.groups.get(name)?)));
    Ok(Some(json!({ "Groups": groups.collect::<Vec<_>>() })))
}

/// `GroupType`
fn group_type(pool: &str, name: &str, group: &Group) -> Value {
    let mut value = json!({
        "GroupName": name,
        "UserPoolId": pool,
        "LastModifiedDate": group.modified.epoch_seconds(),
        "CreationDate": group.created.epoch_seconds(),
    });
    if let Some(description) = &group.description {
        value["Description"] = description.clone().into();
    }
    if let Some(role_arn) = &group.role_arn {
        value["RoleArn"] = role_arn.clone().into();
    }
    if let Some(precedence) = group.precedence {
        value["Precedence"] = precedence.into();
    }
    value
}
