//! Groups: `CreateGroup` and their members.

use serde_json::{Value, json};

use super::super::{ActionResult, RequestInput};
use super::{page_limit, page_token, pool, user};
use crate::calendar::epoch_seconds;
use crate::exception::{Exception, ExceptionKind};
use crate::service::Service;
use crate::state::{Group, UserPool};

/// What page tokens are made for.
const LISTED: &str = "AdminListGroupsForUser";

/// `CreateGroup`
pub(in crate::api) fn create(service: &Service, mut input: RequestInput) -> ActionResult {
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
            ExceptionKind::GroupExists,
            "A group with the name already exists.",
        ));
    }
    let answer = json!({ "Group": group_type(&pool.id, &name, &group) });
    pool.groups.insert(name, group);
    service.state().put_pool(pool);
    Ok(Some(answer))
}

/// `AdminAddUserToGroup`: answers with an empty body.
pub(in crate::api) fn add_user(service: &Service, input: RequestInput) -> ActionResult {
    change(service, input, true)
}

/// `AdminRemoveUserFromGroup`: answers with an empty body.
pub(in crate::api) fn remove_user(service: &Service, input: RequestInput) -> ActionResult {
    change(service, input, false)
}

fn change(service: &Service, mut input: RequestInput, member: bool) -> ActionResult {
    let user = user(service, &mut input)?;
    let name = input.required("GroupName")?;
    input.finish()?;
    let mut state = service.state();
    if !state.pool(&user.pool)?.groups.contains_key(&name) {
        return Err(Exception::new(
            ExceptionKind::ResourceNotFound,
            "Group not found.",
        ));
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
pub(in crate::api) fn of_user(service: &Service, mut input: RequestInput) -> ActionResult {
    let user = user(service, &mut input)?;
    let limit = page_limit(input.integer("Limit")?)?;
    let after = input.text("NextToken")?;
    input.finish()?;
    let read = |token: String| page_token::read(LISTED, &user.pool, &token);
    let after = after.map(read).transpose()?;
    let state = service.state();
    let pool: &UserPool = state.pool(&user.pool)?;
    let groups = user
        .groups
        .iter()
        .filter(|name| after.as_ref().is_none_or(|after| *name > after))
        .filter_map(|name| Some((name, pool.groups.get(name)?)));
    let mut found: Vec<_> = groups.take(limit + 1).collect();
    let more = found.len() > limit;
    found.truncate(limit);
    let described: Vec<_> = found
        .iter()
        .map(|(name, group)| group_type(&pool.id, name, group))
        .collect();
    let mut answer = json!({ "Groups": described });
    if let (true, Some((last, _))) = (more, found.last()) {
        answer["NextToken"] = page_token::make(LISTED, &pool.id, last).into();
    }
    Ok(Some(answer))
}

/// `GroupType`
fn group_type(pool: &str, name: &str, group: &Group) -> Value {
    let mut value = json!({
        "GroupName": name,
        "UserPoolId": pool,
        "LastModifiedDate": epoch_seconds(group.modified),
        "CreationDate": epoch_seconds(group.created),
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
