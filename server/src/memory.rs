//! How much memory this process holds while it has little to do.

/// Asks the system for ordinary pages instead of huge ones, before anything is allocated (Linux, prctl(2), `PR_SET_THP_DISABLE`).
///
/// Two megabytes at a time would count as used as soon as one byte of them is: with them an idle server held ten megabytes more,
/// and ten thousand idle connections ninety.
pub fn keep_pages_small() {
    #[cfg(target_os = "linux")]
    // Where it is not allowed, memory is larger, and nothing else is different.
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}
