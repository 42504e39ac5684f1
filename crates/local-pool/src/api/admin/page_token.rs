//! Where a list goes on: a token that only the pool can make.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::exception::Exception;

/// Bytes of the hash that a token carries. They tell mistakes from tokens; nothing is kept secret by them.
const CHECKED_BYTES: usize = 9;
/// As many characters of the token.
const CHECKED_CHARACTERS: usize = CHECKED_BYTES / 3 * 4;

/// The token after the entry with this key, of a list of this operation in this pool.
pub(super) fn make(operation: &str, pool: &str, key: &str) -> String {
    let hash = digest(&SHA256, format!("{operation} {pool} {key}").as_bytes());
    let check = URL_SAFE_NO_PAD.encode(&hash.as_ref()[..CHECKED_BYTES]);
    format!("{check}{key}")
}

/// The key in a token that was made for the same list.
pub(super) fn read(operation: &str, pool: &str, token: &str) -> Result<String, Exception> {
    let key = token
        .get(CHECKED_CHARACTERS..)
        .filter(|key| make(operation, pool, key) == token);
    key.map(str::to_owned)
        .ok_or_else(|| Exception::invalid("Invalid pagination token"))
}
