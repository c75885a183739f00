//! What was written.

/// Numbers of what an export holds, as its reader should find them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Posts and pages that are out.
    pub published: u64,
    /// Those that come out later.
    pub scheduled: u64,
    /// Those that are not out.
    pub drafts: u64,
    /// Those for people who work there.
    pub private: u64,
    /// Those behind a password.
    pub locked: u64,
    /// Those in the bin.
    pub trashed: u64,
    /// Of all of these, those that stand by themselves.
    pub pages: u64,
    /// Comments that were shown, pingbacks among them.
    pub approved: u64,
    /// Those that wait.
    pub held: u64,
    /// Those that are spam.
    pub spam: u64,
    /// Those that were hidden or thrown away.
    pub rejected: u64,
    /// Those that were taken back.
    pub withdrawn: u64,
    /// Of all comments, those that answer another.
    pub answers: u64,
    /// Bytes of the file.
    pub bytes: u64,
}

impl Counts {
    /// Posts and pages together.
    pub fn posts(&self) -> u64 {
        self.published + self.scheduled + self.drafts + self.private + self.locked + self.trashed
    }

    /// Comments together.
    pub fn comments(&self) -> u64 {
        self.approved + self.held + self.spam + self.rejected + self.withdrawn
    }
}
