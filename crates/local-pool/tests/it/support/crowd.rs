//! The demo pool with many people.

use local_pool::{Seed, UserSeed};

/// The demo pool with so many people more, who cannot sign in.
pub fn crowd(size: usize) -> Seed {
    let mut seed = Seed::demo();
    let template = seed.pools[0].users[0].clone();
    let users = (0..size).map(|number| {
        let mut user = UserSeed {
            password: None,
            ..template.clone()
        };
        let email = format!("user{number}@example.com");
        user.attributes.insert("email".to_owned(), email);
        user
    });
    seed.pools[0].users.extend(users);
    seed
}
