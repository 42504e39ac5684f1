//! How far it is: a bar on a terminal, a line for every percent elsewhere.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

const TEMPLATE: &str = "{bar:40} {human_pos} of {human_len} rows, {per_sec}, {eta} to go";

/// Rows that are finished, of all.
pub struct Progress {
    bar: Option<ProgressBar>,
    total: u64,
    done: u64,
}

impl Progress {
    /// `done` of `total` rows are finished already.
    pub fn new(total: u64, done: u64) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template(TEMPLATE).expect("the template is written above");
            ProgressBar::new(total).with_style(style).with_position(done)
        });
        Self { bar, total, done }
    }

    /// One more.
    pub fn advance(&mut self) {
        let before = percent(self.done, self.total);
        self.done += 1;
        let now = percent(self.done, self.total);
        match &self.bar {
            Some(bar) => bar.inc(1),
            None if now > before => eprintln!("{} of {} rows, {now} %", self.done, self.total),
            None => {}
        }
    }

    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            // The report says the same, and more.
            bar.finish_and_clear();
        }
    }
}

fn percent(done: u64, total: u64) -> u64 {
    (done * 100).checked_div(total).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_whole_and_never_too_many() {
        for (done, total, expected) in [(0, 3, 0), (1, 3, 33), (3, 3, 100), (0, 0, 100), (999, 1000, 99)] {
            assert_eq!(percent(done, total), expected);
        }
    }
}
