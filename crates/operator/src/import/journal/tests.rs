use super::*;
use crate::import::outcome::RowStatus;

struct JournalFixture {
    folder: tempfile::TempDir,
}

impl JournalFixture {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn input(&self) -> PathBuf {
        self.folder.path().join("people.csv")
    }

    fn open(&self) -> Result<(ImportJournal, EarlierRuns), JournalError> {
        ImportJournal::open(&self.input(), &header("a"))
    }

    fn text(&self, ending: &str) -> String {
        std::fs::read_to_string(beside(&self.input(), ending)).unwrap()
    }
}

fn header(input: &str) -> JournalHeader {
    JournalHeader {
        pool: "eu-west-1_x".to_owned(),
        input: input.to_owned(),
        blanks_remove: false,
    }
}

fn finished(number: u64, outcome: RowOutcome) -> Finished {
    Finished {
        number,
        username: format!("user \"{number}\",\nof many"),
        outcome,
    }
}

#[test]
fn what_was_noted_is_known_again() {
    let fixture = JournalFixture::new();
    let (mut journal, earlier) = fixture.open().unwrap();
    assert!(!earlier.has_unfinished_rows() && earlier.tally.rows() == 0);
    journal.begin(&[1, 2]).unwrap();
    journal.begin(&[3]).unwrap();
    journal
        .finish(&[
            finished(2, RowOutcome::Changed(vec!["custom:a".to_owned()])),
            finished(4, RowOutcome::Refused("no, \"never\"\n".to_owned())),
        ])
        .unwrap();
    drop(journal);
    let (mut journal, earlier) = fixture.open().unwrap();
    assert!(earlier.has_unfinished_rows());
    assert!(earlier.finished.contains(2) && earlier.finished.contains(4) && !earlier.finished.contains(1));
    assert!(earlier.started.contains(1) && earlier.started.contains(3) && !earlier.started.contains(4));
    assert_eq!((earlier.tally.changed, earlier.tally.refused), (1, 1));
    journal
        .finish(&[
            finished(1, RowOutcome::Unchanged),
            finished(3, RowOutcome::Unchanged),
        ])
        .unwrap();
    drop(journal);
    assert!(!fixture.open().unwrap().1.has_unfinished_rows());
    assert_eq!(fixture.text("results.csv").lines().count(), 5);
}

#[test]
fn torn_journal_line_is_cut_off() {
    let fixture = JournalFixture::new();
    let (mut journal, _) = fixture.open().unwrap();
    journal.begin(&[11, 12]).unwrap();
    journal
        .finish(&[
            finished(11, RowOutcome::Unchanged),
            finished(12, RowOutcome::Unchanged),
        ])
        .unwrap();
    drop(journal);
    let whole = (fixture.text("journal"), fixture.text("results.csv"));
    for (ending, text) in [("journal", &whole.0), ("results.csv", &whole.1)] {
        for length in 0..text.len() {
            if !text.is_char_boundary(length) || ending == "journal" && length < text.find('\n').unwrap() + 1
            {
                continue;
            }
            std::fs::write(beside(&fixture.input(), "journal"), &whole.0).unwrap();
            std::fs::write(beside(&fixture.input(), "results.csv"), &whole.1).unwrap();
            std::fs::write(beside(&fixture.input(), ending), &text[..length]).unwrap();
            let (_, earlier) = fixture.open().unwrap();
            let lines = |text: &str| text.matches('\n').count();
            let kept = &text[..length];
            if ending == "journal" {
                assert_eq!(earlier.started.contains(12), lines(kept) == 3, "{kept:?}");
            } else {
                assert_eq!(
                    earlier.tally.rows(),
                    lines(kept).saturating_sub(1) as u64,
                    "{kept:?}"
                );
            }
        }
    }
}

#[test]
fn results_of_another_input_are_refused() {
    let fixture = JournalFixture::new();
    drop(fixture.open().unwrap());
    let other = ImportJournal::open(&fixture.input(), &header("b"));
    assert!(matches!(other, Err(JournalError::OfAnother { .. })));
    let (mut journal, _) = fixture.open().unwrap();
    journal.finish(&[finished(1, RowOutcome::Unchanged)]).unwrap();
    drop(journal);
    std::fs::remove_file(beside(&fixture.input(), "journal")).unwrap();
    assert!(matches!(fixture.open(), Err(JournalError::OfAnother { .. })));
    std::fs::write(beside(&fixture.input(), "results.csv"), "my,own\nfile,1\n").unwrap();
    assert!(matches!(fixture.open(), Err(JournalError::OfAnother { .. })));
}

#[test]
fn two_runs_at_once_are_one_too_many() {
    let fixture = JournalFixture::new();
    let _first = fixture.open().unwrap();
    assert!(matches!(fixture.open(), Err(JournalError::Busy)));
}

#[test]
fn every_status_is_read_as_it_is_written() {
    for status in [RowStatus::Changed, RowStatus::Unchanged, RowStatus::Refused] {
        assert_eq!(status.as_str().parse(), Ok(status));
    }
}
