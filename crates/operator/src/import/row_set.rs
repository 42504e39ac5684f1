//! Which rows: a bit for each.

/// A set of row numbers, from 1. A million rows take 125 kB.
#[derive(Clone, Default, Debug)]
pub struct RowSet(Vec<u64>);

impl RowSet {
    /// Whether it was not there before.
    pub fn insert(&mut self, row: u64) -> bool {
        let (word, bit) = place(row);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        let is_new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        is_new
    }

    pub fn contains(&self, row: u64) -> bool {
        let (word, bit) = place(row);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Whether `other` has all of them.
    pub fn is_within(&self, other: &Self) -> bool {
        let others = other.0.iter().chain(std::iter::repeat(&0));
        self.0.iter().zip(others).all(|(own, other)| own & !other == 0)
    }
}

fn place(row: u64) -> (usize, u64) {
    let word = usize::try_from(row / 64).expect("a row in memory has a number that fits");
    (word, 1 << (row % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_apart() {
        let mut rows = RowSet::default();
        for row in [1, 63, 64, 65, 1_000_000] {
            assert!(!rows.contains(row));
            assert!(rows.insert(row));
            assert!(!rows.insert(row));
            assert!(rows.contains(row));
        }
        assert!(rows.is_within(&rows) && RowSet::default().is_within(&rows));
        assert!(!rows.is_within(&RowSet::default()));
        assert!(!rows.contains(2) && !rows.contains(999_999) && !rows.contains(2_000_000));
    }
}
