//! What must happen at once happens in a script: Redis runs nothing else meanwhile.

use redis::Script;

macro_rules! scripts {
    ($($name:ident,)*) => {
        /// All scripts, each with the shared functions before it.
        #[derive(Debug)]
        pub(super) struct Scripts {
            $(pub $name: Script,)*
        }

        impl Scripts {
            pub fn new() -> Self {
                const SHARED: &str = include_str!("scripts/shared.lua");
                Self {
                    $($name: Script::new(&[SHARED, include_str!(concat!("scripts/", stringify!($name), ".lua"))].concat()),)*
                }
            }
        }
    };
}

scripts! {
    insert,
    upsert,
    replace,
    take,
    remove,
    list,
    acquire_lease,
    release_lease,
    sweep,
}
