//! Writes to a store and says after each write that it is done; a test that kills it in the middle can tell from what it
//! said what must be there.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use clock::{Clock, Timestamp};
use fastrand::Rng;
use session_store::{Id, Key, NewRecord, RecordKind, RedisStore, Replacement, SqliteStore, Store};

use crate::Fallible;

/// As long as sealed tokens are.
const VALUE_LENGTH: usize = 3000;
/// Records in sight before some are removed.
const FEW: usize = 3;

/// Opens a store by its name in `SESSION_STORE`.
pub async fn open(url: &str) -> Fallible<Arc<dyn Store>> {
    match url.strip_prefix("sqlite://") {
        Some(file) => Ok(Arc::new(SqliteStore::open(Path::new(file)).await?)),
        None => Ok(Arc::new(RedisStore::open(url).await?)),
    }
}

/// One write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// A session and its tokens, together.
    Insert(u32),
    /// Other tokens for a session.
    Replace(u32, u32),
    /// The session and its tokens go.
    Remove(u32),
}

/// The writes of one run: the same for the same seed.
pub struct Script {
    seed: u64,
    random: Rng,
    number: u32,
    /// What is there: the number of each session, and that of its tokens.
    pub expected: BTreeMap<u32, u32>,
}

impl Script {
    /// From the beginning.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            random: Rng::with_seed(seed),
            number: 0,
            expected: BTreeMap::new(),
        }
    }

    /// What is expected after so many writes.
    #[must_use]
    pub fn after(seed: u64, writes: u32) -> BTreeMap<u32, u32> {
        let mut script = Self::new(seed);
        for _ in 0..writes {
            script.next_step();
        }
        script.expected
    }

    fn next_step(&mut self) -> Step {
        let number = self.number;
        self.number += 1;
        let among = self.expected.len();
        let die = self.random.u8(..10);
        let one = self.random.usize(..among.max(1));
        let one = self.expected.keys().nth(one).copied();
        match one {
            Some(one) if among > FEW && die >= 8 => {
                self.expected.remove(&one);
                Step::Remove(one)
            }
            Some(one) if among > FEW && die >= 4 => {
                self.expected.insert(one, number);
                Step::Replace(one, number)
            }
            _ => {
                self.expected.insert(number, number);
                Step::Insert(number)
            }
        }
    }

    /// Writes for ever, or until the store fails; says the number of writes done on a line of its own after each.
    pub async fn write(mut self, store: &dyn Store) -> Fallible<()> {
        loop {
            let step = self.next_step();
            self.carry_out(store, step).await?;
            let mut out = std::io::stdout().lock();
            writeln!(out, "{}", self.number)?;
            out.flush()?;
        }
    }

    async fn carry_out(&self, store: &dyn Store, step: Step) -> Fallible<()> {
        match step {
            Step::Insert(number) => {
                let record = |kind| NewRecord {
                    key: key(self.seed, number, kind),
                    owner: Id([7; 32]),
                    value: value(number),
                    expires_at: never(),
                    at_most: None,
                };
                let records = [record(RecordKind::Session), record(RecordKind::Tokens)];
                store.insert(&records, now()).await?;
            }
            Step::Replace(number, new) => {
                let key = key(self.seed, number, RecordKind::Tokens);
                let old = store.load(key, now()).await?.ok_or("the tokens are gone")?;
                let new = Replacement {
                    key,
                    version: old.version,
                    value: value(new),
                    expires_at: never(),
                };
                if !store.replace(&new, now()).await? {
                    return Err("somebody else wrote".into());
                }
            }
            Step::Remove(number) => {
                let keys = [RecordKind::Session, RecordKind::Tokens].map(|kind| key(self.seed, number, kind));
                store.remove(&keys).await?;
            }
        }
        Ok(())
    }
}

/// What a store holds of a script's first `writes` writes; fails when half of something is there.
pub async fn read(store: &dyn Store, seed: u64, writes: u32) -> Fallible<BTreeMap<u32, u32>> {
    let mut found = BTreeMap::new();
    for number in 0..writes {
        let session = store.load(key(seed, number, RecordKind::Session), now()).await?;
        let tokens = store.load(key(seed, number, RecordKind::Tokens), now()).await?;
        match (session, tokens) {
            (None, None) => {}
            (Some(session), Some(tokens)) if session.value == value(number) => {
                let written = tokens.value.first_chunk().map(|bytes| u32::from_be_bytes(*bytes));
                let written = written.filter(|written| value(*written) == tokens.value);
                found.insert(number, written.ok_or("half a value")?);
            }
            _ => return Err(format!("half of session {number} is there").into()),
        }
    }
    Ok(found)
}

fn key(seed: u64, number: u32, kind: RecordKind) -> Key {
    let mut id = [0; 32];
    let bytes = seed.to_be_bytes().into_iter().chain(number.to_be_bytes());
    id.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    Key { kind, id: Id(id) }
}

fn value(number: u32) -> Vec<u8> {
    number.to_be_bytes().repeat(VALUE_LENGTH / 4)
}

fn now() -> Timestamp {
    Clock::system().now()
}

fn never() -> Timestamp {
    Timestamp::from_unix_seconds(4_000_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writer_script_is_deterministic_and_complete() {
        assert_eq!(Script::after(7, 200), Script::after(7, 200));
        let mut script = Script::new(7);
        let steps: Vec<Step> = (0..200).map(|_| script.next_step()).collect();
        for wanted in [
            |step: &Step| matches!(step, Step::Insert(_)),
            |step: &Step| matches!(step, Step::Replace(..)),
            |step: &Step| matches!(step, Step::Remove(_)),
        ] {
            assert!(steps.iter().filter(|step| wanted(step)).count() > 20);
        }
    }
}
