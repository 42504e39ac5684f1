//! `AccessTokenValidity` and its like with their units, in and out.

use serde_json::{Map, Value, json};

use super::super::RequestInput;
use crate::exception::Exception;
use crate::state::{Lifetimes, Said, Unit, Units};

const DAY: i64 = 86_400;

/// In. Zero means the default, as with Cognito.
pub(super) fn read(input: &mut RequestInput) -> Result<Lifetimes, Exception> {
    let units = read_units(input)?;
    let unit = units.unwrap_or_default();
    let standard = Lifetimes::default();
    let mut number = |name: &str| Ok(input.integer(name)?.filter(|number| *number != 0));
    let (access, id) = (number("AccessTokenValidity")?, number("IdTokenValidity")?);
    let (refresh, session) = (number("RefreshTokenValidity")?, number("AuthSessionValidity")?);
    let or = |seconds: Option<i64>, default: i64| seconds.unwrap_or(default);
    let short =
        |name, number, unit: Option<Unit>| in_seconds(name, number, unit.unwrap_or(Unit::Hours), (300, DAY));
    let refresh_unit = unit.refresh.unwrap_or(Unit::Days);
    Ok(Lifetimes {
        access: or(
            short("AccessTokenValidity", access, unit.access)?,
            standard.access,
        ),
        id: or(short("IdTokenValidity", id, unit.id)?, standard.id),
        refresh: or(
            in_seconds("RefreshTokenValidity", refresh, refresh_unit, (3600, 3650 * DAY))?,
            standard.refresh,
        ),
        session: or(
            in_seconds("AuthSessionValidity", session, Unit::Minutes, (180, 900))?,
            standard.session,
        ),
        said: Said { access, id, units },
    })
}

fn read_units(input: &mut RequestInput) -> Result<Option<Units>, Exception> {
    let Some(mut sent) = input.object("TokenValidityUnits")? else {
        return Ok(None);
    };
    let mut unit = |name: &str| {
        let Some(text) = sent.text(name)? else {
            return Ok(None);
        };
        let known = Unit::named(&text);
        let unknown = || Exception::invalid(format!("{text} is not a unit of time"));
        known.ok_or_else(unknown).map(Some)
    };
    let units = Units {
        access: unit("AccessToken")?,
        id: unit("IdToken")?,
        refresh: unit("RefreshToken")?,
    };
    sent.finish()?;
    Ok(Some(units))
}

fn in_seconds(
    name: &str,
    number: Option<i64>,
    unit: Unit,
    range: (i64, i64),
) -> Result<Option<i64>, Exception> {
    let seconds = number.map(|number| number.saturating_mul(unit.seconds()));
    if seconds.is_some_and(|seconds| !(range.0..=range.1).contains(&seconds)) {
        return Err(Exception::invalid(format!(
            "Invalid range for token validity: {name}"
        )));
    }
    Ok(seconds)
}

/// Out: numbers and units as they were sent. The refresh token's number is always told.
pub(super) fn write(lifetimes: &Lifetimes, value: &mut Value) {
    let Said { access, id, units } = lifetimes.said;
    let unit = units.and_then(|units| units.refresh).unwrap_or(Unit::Days);
    value["RefreshTokenValidity"] = (lifetimes.refresh / unit.seconds()).into();
    value["AuthSessionValidity"] = (lifetimes.session / 60).into();
    for (name, number) in [("AccessTokenValidity", access), ("IdTokenValidity", id)] {
        if let Some(number) = number {
            value[name] = number.into();
        }
    }
    if let Some(units) = units {
        let named = [
            ("AccessToken", units.access),
            ("IdToken", units.id),
            ("RefreshToken", units.refresh),
        ];
        let named = named
            .into_iter()
            .filter_map(|(name, unit)| Some((name.to_owned(), json!(unit?.name()))));
        value["TokenValidityUnits"] = Value::Object(named.collect::<Map<_, _>>());
    }
}
