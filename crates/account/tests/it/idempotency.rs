//! One outcome for a form that is posted twice, also by two processes, and when the first of them dies.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use account::Account;
use signin::{FormOutcome, Once, PostedForm, Slot};
use tokio::sync::Notify;

use crate::stage::{BOB, Stage};

const PATH: &str = "/api/change_password";

fn outcome() -> FormOutcome {
    FormOutcome {
        headers: vec![("location".to_owned(), "/account".to_owned())],
        message: None,
    }
}

fn form(account: &Account) -> PostedForm {
    let token = account.signin.csrf.one_time(
        &account
            .signin
            .csrf
            .open_form_token(&account.signin.sign_in.new_browser()),
    );
    account
        .signin
        .posted_forms
        .posted_form(PATH, token.as_str(), b"code=1", false)
        .unwrap()
}

/// Counts that it ran.
async fn post(account: &Account, form: PostedForm, runs: &Arc<AtomicU32>, keeps: bool) -> Once<u32> {
    let runs = Arc::clone(runs);
    let run = async move { (runs.fetch_add(1, Ordering::SeqCst) + 1, keeps.then(outcome)) };
    account.signin.posted_forms.post_once(form, run).await.unwrap()
}

#[track_caller]
fn assert_repeated(answer: &Once<u32>) {
    assert!(
        matches!(answer, Once::Repeated(kept) if *kept == outcome()),
        "{answer:?}"
    );
}

#[tokio::test]
async fn second_process_waits_for_the_first_outcome() {
    let stage = Stage::new().await;
    let (other, form, runs) = (stage.another_process(), form(&stage.account), Arc::default());
    let (begun, may_end) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (account, has_begun, end) = (stage.account.clone(), begun.clone(), may_end.clone());
    let first = tokio::spawn(async move {
        let run = async move {
            has_begun.notify_one();
            end.notified().await;
            (0, Some(outcome()))
        };
        account.signin.posted_forms.post_once(form, run).await.unwrap()
    });
    begun.notified().await;
    let second = post(&other, form, &runs, true);
    let release = async { may_end.notify_one() };
    let (second, ()) = tokio::join!(second, release);
    assert_repeated(&second);
    assert!(matches!(first.await.unwrap(), Once::First(0)));
    assert_eq!(runs.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn post_goes_on_when_its_browser_goes_away() {
    let stage = Stage::new().await;
    let (form, runs) = (form(&stage.account), Arc::<AtomicU32>::default());
    let (begun, may_end) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (has_begun, end, counted) = (begun.clone(), may_end.clone(), runs.clone());
    let run = async move {
        has_begun.notify_one();
        end.notified().await;
        (counted.fetch_add(1, Ordering::SeqCst), Some(outcome()))
    };
    tokio::select! {
        _ = stage.signin().posted_forms.post_once(form, run) => panic!("nobody has let it end"),
        () = begun.notified() => {}
    }
    may_end.notify_one();
    assert_repeated(&post(&stage.account, form, &runs, true).await);
    assert_eq!(runs.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn expired_lease_lets_the_repeated_post_run() {
    let stage = Stage::new().await;
    let (other, form, runs) = (stage.another_process(), form(&stage.account), Arc::default());
    let begun = Arc::new(Notify::new());
    let (account, has_begun) = (stage.account.clone(), begun.clone());
    // As a process that dies: it holds the lease and never comes back.
    tokio::spawn(async move {
        let run = async move {
            has_begun.notify_one();
            std::future::pending::<(u32, Option<FormOutcome>)>().await
        };
        account.signin.posted_forms.post_once(form, run).await
    });
    begun.notified().await;
    stage.pass(Duration::from_secs(11));
    assert!(matches!(post(&other, form, &runs, true).await, Once::First(1)));
}

#[tokio::test]
async fn transient_outcome_is_not_kept() {
    let stage = Stage::new().await;
    let (form, runs) = (form(&stage.account), Arc::default());
    assert!(matches!(
        post(&stage.account, form, &runs, false).await,
        Once::First(1)
    ));
    assert!(matches!(
        post(&stage.account, form, &runs, true).await,
        Once::First(2)
    ));
    assert_repeated(&post(&stage.account, form, &runs, true).await);
}

#[tokio::test]
async fn outcomes_expire_after_ten_minutes() {
    let stage = Stage::new().await;
    let (form, runs) = (form(&stage.account), Arc::default());
    post(&stage.account, form, &runs, true).await;
    stage.pass(Duration::from_mins(9));
    assert_repeated(&post(&stage.account, form, &runs, true).await);
    stage.pass(Duration::from_mins(2));
    assert!(matches!(
        post(&stage.account, form, &runs, true).await,
        Once::First(2)
    ));
}

#[tokio::test]
async fn repeated_outcome_leaves_its_message_again() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let (account, form) = (stage.account.clone(), form(&stage.account));
    let owner = session.clone();
    let run = async move {
        let left = account
            .signin
            .messages
            .leave(&owner, Slot::Account, &"done")
            .await
            .unwrap();
        let message = Some(left);
        ((), Some(FormOutcome { message, ..outcome() }))
    };
    stage.signin().posted_forms.post_once(form, run).await.unwrap();
    let take = || stage.signin().messages.take::<String>(&session, Slot::Account);
    assert_eq!(take().await.unwrap().as_deref(), Some("done"));
    assert_eq!(take().await.unwrap(), None);
    stage.signin().posted_forms.repeat_outcome(form).await.unwrap();
    assert_eq!(take().await.unwrap().as_deref(), Some("done"));
}

#[tokio::test]
async fn one_time_ids_cannot_be_invented() {
    let stage = Stage::new().await;
    let account = &stage.account;
    let (mine, other) = (
        account.signin.sign_in.new_browser(),
        account.signin.sign_in.new_browser(),
    );
    let token = account.signin.csrf.open_form_token(&mine);
    let (one, two) = (
        account.signin.csrf.one_time(&token),
        account.signin.csrf.one_time(&token),
    );
    let form = |carried: &str, content: &[u8]| {
        account
            .signin
            .posted_forms
            .posted_form(PATH, carried, content, false)
    };
    assert_eq!(form(one.as_str(), b"a"), form(one.as_str(), b"a"));
    assert_ne!(
        form(one.as_str(), b"a"),
        form(one.as_str(), b"b"),
        "another content"
    );
    assert_ne!(
        form(one.as_str(), b"a"),
        form(two.as_str(), b"a"),
        "another rendering"
    );
    let any = |carried: &str| account.signin.posted_forms.posted_form(PATH, carried, b"a", true);
    assert_eq!(any(one.as_str()), any(two.as_str()));

    assert_eq!(form(token.as_str(), b"a"), None, "no id");
    let (_, id) = one.as_str().split_once('.').unwrap();
    let theirs = format!("{}.{id}", account.signin.csrf.open_form_token(&other).as_str());
    assert_eq!(form(&theirs, b"a"), None, "an id of another browser");
    assert!(!account.signin.csrf.is_open_form_token(&other, &theirs));
    assert!(account.signin.csrf.is_open_form_token(&mine, one.as_str()));
    assert!(!account.signin.csrf.is_open_form_token(&other, one.as_str()));
}

#[tokio::test]
async fn masked_tokens_share_no_part() {
    const LENGTH: usize = 6;
    let stage = Stage::new().await;
    let csrf = &stage.signin().csrf;
    let browser = stage.signin().sign_in.new_browser();
    let token = csrf.open_form_token(&browser);
    let (one, two) = (csrf.one_time(&token), csrf.one_time(&token));
    for carried in [&one, &two] {
        assert!(csrf.is_open_form_token(&browser, carried.as_str()));
    }
    let other = stage.signin().sign_in.new_browser();
    assert!(!csrf.is_open_form_token(&other, one.as_str()));
    let common = one.as_str().as_bytes().windows(LENGTH);
    let mut common = common.filter(|part| two.as_str().contains(std::str::from_utf8(part).unwrap()));
    assert_eq!(common.next(), None);
}
