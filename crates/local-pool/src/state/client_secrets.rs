//! The secrets of an app client (developer guide, "Client secret rotation").

use aws_lc_rs::constant_time::verify_slices_are_equal;
use clock::Timestamp;
use serde::{Deserialize, Serialize};

/// So that one can take the place of the other while both are good.
pub(crate) const MOST_SECRETS: usize = 2;

/// None if the client is public.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Saved", into = "Vec<ClientSecret>")]
pub(crate) struct ClientSecrets(Vec<ClientSecret>);

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ClientSecret {
    pub id: String,
    pub value: String,
    pub created: Timestamp,
}

impl ClientSecrets {
    /// Those of a new client.
    pub fn new(client: &str, values: impl IntoIterator<Item = String>, now: Timestamp) -> Self {
        let mut secrets = Self::default();
        for value in values {
            secrets.add(client, value, now);
        }
        secrets
    }

    /// A client without one is public.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &ClientSecret> {
        self.0.iter()
    }

    /// The one that has been there longest, which is what `DescribeUserPoolClient` shows.
    pub fn first(&self) -> Option<&str> {
        self.0.first().map(|secret| secret.value.as_str())
    }

    /// Whether `accepts` holds for one of them.
    pub fn any(&self, mut accepts: impl FnMut(&str) -> bool) -> bool {
        self.0.iter().any(|secret| accepts(&secret.value))
    }

    /// Whether this is one of them; compared in constant time.
    pub fn contain(&self, given: &str) -> bool {
        self.any(|secret| verify_slices_are_equal(secret.as_bytes(), given.as_bytes()).is_ok())
    }

    /// Ids are the client's and the second it was made in, as in the API reference.
    pub fn add(&mut self, client: &str, value: String, now: Timestamp) -> ClientSecret {
        let id_at = |second: i64| format!("{client}--{second}");
        let mut second = now.unix_seconds();
        while self.0.iter().any(|secret| secret.id == id_at(second)) {
            second += 1;
        }
        let secret = ClientSecret {
            id: id_at(second),
            value,
            created: now,
        };
        self.0.push(secret.clone());
        secret
    }

    pub fn remove(&mut self, id: &str) {
        self.0.retain(|secret| secret.id != id);
    }
}

impl From<ClientSecrets> for Vec<ClientSecret> {
    fn from(secrets: ClientSecrets) -> Self {
        secrets.0
    }
}

/// As data files have them; those from when a client had one secret at most, too.
#[derive(Deserialize)]
#[serde(untagged)]
enum Saved {
    All(Vec<ClientSecret>),
    One(Option<String>),
}

impl From<Saved> for ClientSecrets {
    fn from(saved: Saved) -> Self {
        match saved {
            Saved::All(secrets) => Self(secrets),
            Saved::One(value) => Self::new("first", value, Timestamp::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_file_with_one_secret_is_read() {
        let secrets: ClientSecrets = serde_json::from_str(r#""a+secret""#).expect("a secret");
        assert_eq!(secrets.first(), Some("a+secret"));
        let public: ClientSecrets = serde_json::from_str("null").expect("no secret");
        assert!(public.is_empty());
        let written = serde_json::to_string(&secrets).expect("text");
        let again: ClientSecrets = serde_json::from_str(&written).expect("as it was written");
        assert!(again.contain("a+secret") && !again.contain("another"));
    }

    #[test]
    fn secrets_of_one_second_have_own_ids() {
        let values = ["one".to_owned(), "other".to_owned()];
        let mut secrets = ClientSecrets::new("c", values, Timestamp::default());
        let first = secrets.iter().next().expect("two").id.clone();
        secrets.remove(&first);
        assert_eq!(secrets.first(), Some("other"));
    }
}
