//! `AccountRecoverySetting`, in and out.

use serde_json::{Value, json};

use super::super::RequestInput;
use crate::exception::Exception;
use crate::state::Recovery;

/// The mechanisms, most wanted first, when the setting was sent. `admin_only` is refused: this pool has no such thing.
pub(super) fn read(input: &mut RequestInput) -> Result<Option<Vec<Recovery>>, Exception> {
    let Some(mut setting) = input.object("AccountRecoverySetting")? else {
        return Ok(None);
    };
    let mechanisms = setting.objects("RecoveryMechanisms")?;
    setting.finish()?;
    let mut read = Vec::new();
    for mut mechanism in mechanisms.unwrap_or_default() {
        let priority = mechanism
            .integer("Priority")?
            .filter(|priority| (1..=2).contains(priority));
        let priority = priority.ok_or_else(|| Exception::invalid("Priority must be 1 or 2"))?;
        let name = mechanism.required("Name")?;
        mechanism.finish()?;
        let named = Recovery::EMAIL_FIRST
            .into_iter()
            .find(|known| known.name() == name);
        let named = named.ok_or_else(|| {
            Exception::invalid(format!("local-pool does not implement the recovery {name}"))
        })?;
        if read
            .iter()
            .any(|(other, known)| *other == priority || *known == named)
        {
            return Err(Exception::invalid(
                "RecoveryMechanisms must differ in name and priority",
            ));
        }
        read.push((priority, named));
    }
    read.sort_by_key(|(priority, _)| *priority);
    let read: Vec<_> = read.into_iter().map(|(_, named)| named).collect();
    Ok(Some(read).filter(|read| !read.is_empty()))
}

/// `AccountRecoverySettingType`
pub(super) fn setting(mechanisms: &[Recovery]) -> Value {
    let entry =
        |(index, mechanism): (usize, &Recovery)| json!({ "Priority": index + 1, "Name": mechanism.name() });
    json!({ "RecoveryMechanisms": mechanisms.iter().enumerate().map(entry).collect::<Vec<_>>() })
}
