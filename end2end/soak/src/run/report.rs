//! What a soak found.

use std::fmt;

use super::Options;
use crate::machines::Plan;

/// What people did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Deeds {
    /// Sign-ins that ended on a page of the application.
    pub sign_ins: u32,
    /// Sign-outs that were acknowledged.
    pub sign_outs: u32,
    /// Pages that were shown.
    pub views: u32,
    /// Saves that were acknowledged.
    pub saves: u32,
    /// Saves whose outcome is unknown.
    pub unknown_saves: u32,
    /// Pages that could not be shown.
    pub troubles: u32,
    /// Sessions that the pool ended.
    pub ended_by_pool: u32,
    /// Sessions that were ended from the list of sessions.
    pub ended_from_list: u32,
}

/// What was done to the machines.
#[derive(Clone, Copy, Debug, Default)]
pub struct Blows {
    /// Processes of the application that were killed.
    pub kills: u32,
    /// Processes of the application that were told to end.
    pub restarts: u32,
    /// How often all processes were given another session key, or other client secrets.
    pub reloads: u32,
    /// How often the store stood still or was killed.
    pub store_pauses: u32,
    /// How often the pool stood still or did something wrong.
    pub misbehaviours: u32,
}

/// The four figures; each is to be 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Saves that were acknowledged and are not what the pool or a page shows.
    pub saves_lost: u32,
    /// Sessions that were gone although neither the person nor the pool had ended them.
    pub sessions_lost: u32,
    /// Sessions that were ended and still answer somewhere.
    pub sessions_alive: u32,
    /// Tokens in answers, logs, or in the clear in the store's files.
    pub tokens_outside: u32,
}

/// What a soak did and found.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    options: Options,
    /// What people did.
    pub deeds: Deeds,
    /// What was done to the machines.
    pub chaos: Blows,
    /// How often tokens were refreshed.
    pub refreshes: usize,
    /// What was found.
    pub figures: Figures,
}

impl Report {
    pub(super) fn new(options: Options) -> Self {
        Self {
            options,
            deeds: Deeds::default(),
            chaos: Blows::default(),
            refreshes: 0,
            figures: Figures::default(),
        }
    }

    /// Whether nothing was lost.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.figures == Figures::default()
    }
}

impl Deeds {
    pub(super) fn add(&mut self, other: Self) {
        self.sign_ins += other.sign_ins;
        self.sign_outs += other.sign_outs;
        self.views += other.views;
        self.saves += other.saves;
        self.unknown_saves += other.unknown_saves;
        self.troubles += other.troubles;
        self.ended_by_pool += other.ended_by_pool;
        self.ended_from_list += other.ended_from_list;
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Options {
            seed,
            length,
            people,
            plan,
        } = self.options;
        let Plan {
            apps, store, rotates, ..
        } = plan;
        let rotation = if rotates { ", refresh tokens rotate" } else { "" };
        let seconds = length.as_secs();
        writeln!(
            f,
            "seed {seed}: {people} people, {apps} processes on {store:?}, {seconds} seconds{rotation}"
        )?;
        write!(
            f,
            "{}, refreshes {}\n{}\n{}",
            self.deeds, self.refreshes, self.chaos, self.figures
        )
    }
}

impl fmt::Display for Deeds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            sign_ins,
            sign_outs,
            views,
            saves,
            unknown_saves,
            troubles,
            ended_by_pool,
            ended_from_list,
        } = self;
        writeln!(
            f,
            "  sign-ins {sign_ins}, page views {views}, saves {saves} and {unknown_saves} with unknown outcome,"
        )?;
        write!(
            f,
            "  sign-outs {sign_outs}, sessions ended by the pool {ended_by_pool}, from the list {ended_from_list}, failed pages {troubles}"
        )
    }
}

impl fmt::Display for Blows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kills,
            restarts,
            reloads,
            store_pauses,
            misbehaviours,
        } = self;
        write!(
            f,
            "  processes killed {kills}, restarted {restarts}, secrets replaced {reloads}, store paused {store_pauses}, pool misbehaved {misbehaviours}"
        )
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            saves_lost,
            sessions_lost,
            sessions_alive,
            tokens_outside,
        } = self;
        writeln!(f, "acknowledged saves lost                  {saves_lost}")?;
        writeln!(f, "sessions lost that the pool did not end  {sessions_lost}")?;
        writeln!(f, "sessions alive that were ended           {sessions_alive}")?;
        write!(f, "tokens outside the store                 {tokens_outside}")
    }
}
