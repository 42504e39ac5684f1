//! How much of the user pool's quotas is for this process.

use super::problem::Reader;

const ALL: u8 = 100;

/// In percent: all of them, if nothing is said.
pub(super) fn read_quota_percent(reader: &mut Reader<'_>) -> u8 {
    let percent = reader.read("COGNITO_QUOTA_PERCENT", |text| match text.parse() {
        Ok(percent) if (1..=ALL).contains(&percent) => Ok(percent),
        _ => Err("must be a whole number from 1 to 100"),
    });
    percent.unwrap_or(ALL)
}
