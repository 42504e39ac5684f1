//! How far the other side has come with asking. hyper's own time-out for headers also ends connections that wait for
//! their next request, which the proxy keeps open on purpose: it would send a form into one that is just closing.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, sleep_until};

use crate::timeouts::{HEAD_TIMEOUT, IDLE_TIMEOUT};

/// What a connection is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Reading headers, since.
    Head(Instant),
    /// Answering a request.
    Answer,
    /// Waiting for the next request, since.
    Pause(Instant),
}

/// Of one connection.
#[derive(Clone, Debug)]
pub(super) struct Progress(Arc<Mutex<Stage>>);

/// A request that is being answered, as long as this lives.
pub(super) struct UnderWay(Progress);

impl Progress {
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Stage::Head(Instant::now()))))
    }

    /// The headers are complete.
    pub fn begin_answer(&self) -> UnderWay {
        *self.stage() = Stage::Answer;
        UnderWay(self.clone())
    }

    /// Waits until the other side has taken too long; while others wait for room, pauses are as short as headers.
    pub async fn until_overdue(&self, is_full: impl Fn() -> bool) {
        loop {
            let now = Instant::now();
            let overdue = match *self.stage() {
                Stage::Head(since) => since + HEAD_TIMEOUT,
                Stage::Pause(since) if is_full() => since + HEAD_TIMEOUT,
                Stage::Pause(since) => since + IDLE_TIMEOUT,
                Stage::Answer => now + HEAD_TIMEOUT,
            };
            if overdue <= now {
                return;
            }
            // What begins meanwhile has at least as long.
            sleep_until(overdue.min(now + HEAD_TIMEOUT)).await;
        }
    }

    /// An answer that is still being sent is no pause, however slow the line.
    fn note_sent(&self) {
        let mut stage = self.stage();
        if let Stage::Pause(since) = &mut *stage {
            *since = Instant::now();
        }
    }

    fn note_received(&self) {
        let mut stage = self.stage();
        if let Stage::Pause(_) = *stage {
            *stage = Stage::Head(Instant::now());
        }
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        *self.0.stage() = Stage::Pause(Instant::now());
    }
}

/// A stream that notes when bytes come and go.
pub(super) struct Observed<S> {
    stream: S,
    progress: Progress,
}

impl<S> Observed<S> {
    pub fn new(stream: S, progress: Progress) -> Self {
        Self { stream, progress }
    }

    fn note_written(&self, written: &Poll<io::Result<usize>>) {
        if matches!(written, Poll::Ready(Ok(_))) {
            self.progress.note_sent();
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Observed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.progress.note_received();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Observed<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.note_written(&written);
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.note_written(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    async fn seconds_until_overdue(progress: &Progress, is_full: bool) -> u64 {
        let started = Instant::now();
        progress.until_overdue(|| is_full).await;
        started.elapsed().as_secs()
    }

    #[tokio::test(start_paused = true)]
    async fn unfinished_headers_are_overdue_after_ten_seconds() {
        let progress = Progress::new();
        assert_eq!(seconds_until_overdue(&progress, false).await, 10);
        drop(progress.begin_answer());
        tokio::time::advance(Duration::from_secs(30)).await;
        progress.note_received();
        assert_eq!(seconds_until_overdue(&progress, false).await, 10);
    }

    #[tokio::test(start_paused = true)]
    async fn drips_do_not_extend_the_time_for_headers() {
        let progress = Progress::new();
        tokio::time::advance(Duration::from_secs(6)).await;
        progress.note_received();
        assert_eq!(seconds_until_overdue(&progress, false).await, 4);
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_are_longer_than_those_of_proxies() {
        let progress = Progress::new();
        drop(progress.begin_answer());
        assert_eq!(seconds_until_overdue(&progress, false).await, 75);
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_are_short_while_others_wait() {
        let progress = Progress::new();
        drop(progress.begin_answer());
        assert_eq!(seconds_until_overdue(&progress, true).await, 10);
    }

    #[tokio::test(start_paused = true)]
    async fn answers_under_way_are_never_overdue() {
        let progress = Progress::new();
        let under_way = progress.begin_answer();
        let overdue = progress.until_overdue(|| true);
        let waited = tokio::time::timeout(Duration::from_mins(5), overdue).await;
        assert!(waited.is_err(), "an answer was cut off");
        drop(under_way);
        tokio::time::advance(Duration::from_secs(50)).await;
        progress.note_sent();
        assert_eq!(seconds_until_overdue(&progress, false).await, 75);
    }
}
