//! A store whose process is killed in the middle of writes loses nothing it has acknowledged.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use soak::ports::Port;
use soak::redis::{Fsync, Redis};
use soak::writer::{Script, open, read};

const KILLS: u64 = 50;

#[tokio::test]
async fn sqlite_keeps_acknowledged_writes_after_kill() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("sessions.db").display());
    for seed in 0..KILLS {
        let (mut writer, said) = start_writer(&url, seed);
        let acknowledged = kill_after(said, 3 + fastrand::u32(..40), || writer.kill().unwrap());
        writer.wait().unwrap();
        assert_kept(&url, seed, acknowledged).await;
    }
}

#[tokio::test]
async fn redis_keeps_acknowledged_writes_after_kill() {
    let folder = tempfile::tempdir().unwrap();
    let port = Port::claim().unwrap();
    let mut redis = Redis::start(folder.path(), port, Fsync::Always).await.unwrap();
    let url = redis.url();
    for seed in 0..KILLS {
        let (mut writer, said) = start_writer(&url, seed);
        // In turn the writer, as of the other store, and Redis itself.
        let kills_redis = seed % 2 == 0;
        let acknowledged = kill_after(said, 3 + fastrand::u32(..40), || {
            if kills_redis {
                redis.kill().unwrap();
            }
            writer.kill().unwrap();
        });
        writer.wait().unwrap();
        if kills_redis {
            redis.start_again().await.unwrap();
        }
        assert_kept(&url, seed, acknowledged).await;
    }
}

fn start_writer(url: &str, seed: u64) -> (Child, ChildStdout) {
    let mut writer = Command::new(env!("CARGO_BIN_EXE_soak"))
        .args(["write", url, &seed.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let said = writer.stdout.take().unwrap();
    (writer, said)
}

/// Kills after so many writes, and answers how many were acknowledged in the end.
fn kill_after(said: ChildStdout, writes: u32, kill: impl FnOnce()) -> u32 {
    let mut kill = Some(kill);
    let mut acknowledged = 0;
    // A line that was not written to its end does not count.
    for line in BufReader::new(said).lines() {
        acknowledged = line.unwrap().parse().unwrap();
        if acknowledged >= writes
            && let Some(kill) = kill.take()
        {
            kill();
        }
    }
    assert!(kill.is_none(), "it wrote {acknowledged} times only");
    acknowledged
}

/// Everything acknowledged is there; the write that was under way is there or not, but whole.
async fn assert_kept(url: &str, seed: u64, acknowledged: u32) {
    let store = open(url).await.unwrap();
    let found = read(store.as_ref(), seed, acknowledged + 1).await.unwrap();
    let expected = [acknowledged, acknowledged + 1].map(|writes| Script::after(seed, writes));
    assert!(
        expected.contains(&found),
        "seed {seed}, {acknowledged} writes: {found:?} instead of {expected:?}"
    );
}
