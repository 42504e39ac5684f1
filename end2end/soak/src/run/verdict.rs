//! The end of a soak: what is true is compared with what people were told.

use super::JUMP;
use super::actor::{Actor, Ended, Session};
use super::report::Report;
use crate::Fallible;
use crate::leaks::Tokens;
use crate::machines::Machines;
use crate::visitor::{Sight, Visitor};

pub(super) async fn judge(machines: &Machines, actors: &mut [Actor], report: &mut Report) -> Fallible<()> {
    let urls = machines.app_urls().await;
    for actor in &mut *actors {
        let mut everywhere = everywhere(actor, &urls)?;
        let at_once = actor.ended.iter().filter(|ended| ended.is_at_once);
        report.figures.sessions_alive += count_alive(at_once, &mut everywhere).await;
    }
    // What the pool has ended is over with the next refresh.
    machines.advance(JUMP).await?;
    for actor in &mut *actors {
        let mut everywhere = everywhere(actor, &urls)?;
        for at_process in &mut everywhere {
            judge_session(actor, at_process).await;
        }
        report.figures.sessions_alive += count_alive(&actor.ended, &mut everywhere).await;
        for at_process in &everywhere {
            actor.person.has_also_seen(at_process);
        }
        let truth = machines.pool.value_of(&actor.person.email).await?;
        actor.compare(&truth);
        report.figures.saves_lost += actor.saves_lost;
        report.figures.sessions_lost += actor.sessions_lost;
        report.deeds.add(actor.deeds);
    }
    report.figures.tokens_outside = count_tokens(machines, actors).await?;
    Ok(())
}

/// The same browser at each process.
fn everywhere(actor: &Actor, urls: &[String]) -> Fallible<Vec<Visitor>> {
    urls.iter().map(|url| actor.person.at_process(url)).collect()
}

async fn judge_session(actor: &mut Actor, at_process: &mut Visitor) {
    if actor.session == Session::In {
        let (sight, page) = at_process.look_at("/profile").await;
        actor.note(sight, page.as_ref());
        if sight == Sight::Trouble {
            eprintln!("{}: no page at the end: {page:?}", actor.person.email);
            actor.sessions_lost += 1;
        }
    }
}

/// Cookies that were ended and are worth something at one of the processes.
async fn count_alive(ended: impl IntoIterator<Item = &Ended>, everywhere: &mut [Visitor]) -> u32 {
    let mut alive = 0;
    for session in ended {
        for at_process in &mut *everywhere {
            at_process.set_session(&session.cookie);
            let (sight, page) = at_process.look_at("/api/me").await;
            if sight != Sight::SignedOut {
                eprintln!(
                    "{}: a session still answers, {page:?}; it was {session}",
                    at_process.email
                );
                alive += 1;
            }
        }
    }
    alive
}

async fn count_tokens(machines: &Machines, actors: &[Actor]) -> Fallible<u32> {
    let tokens = Tokens::new(&machines.pool.issued_tokens().await?);
    let mut found = 0;
    for actor in actors {
        let leaked = actor
            .person
            .seen()
            .iter()
            .filter(|word| tokens.are_in(word))
            .count();
        if leaked > 0 {
            eprintln!("{}: {leaked} answers with a token", actor.person.email);
            found += u32::try_from(leaked)?;
        }
    }
    for file in tokens.find_in(&machines.files()?)? {
        eprintln!("a token is in {}", file.display());
        found += 1;
    }
    Ok(found)
}
