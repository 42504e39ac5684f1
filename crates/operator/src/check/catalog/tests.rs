//! The catalog and the guide say the same.

use super::*;

#[test]
fn the_guide_has_the_table() {
    let guide = include_str!("../../../../../docs/guide/your-pool.md");
    assert!(
        guide.contains(&table()),
        "docs/guide/your-pool.md must have:\n{}",
        table()
    );
}

#[test]
fn each_code_is_listed_once() {
    for (at, entry) in all().enumerate() {
        assert!(
            all().take(at).all(|other| other.code != entry.code),
            "{}",
            entry.code
        );
    }
}
