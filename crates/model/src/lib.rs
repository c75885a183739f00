//! The nouns of a publication and the rules that belong to each of them.
//!
//! **Invariants.** Everything here is plain data and pure functions: the same input gives the same
//! output, on any machine, at any time. A value that exists has passed its rules: a [`Slug`] can stand
//! in an address, a [`Language`] names a language, a [`Writing`] can be saved.
//!
//! **Deliberately absent.** SQL, HTML, sockets, the wall clock and the environment. Time comes from a
//! [`Clock`] that is handed in; identity from [`Ids`]. Serde derives are here so that the API, the jobs
//! table and exports write one noun one way.
//!
//! **Start reading** at [`post`], then [`source`] and [`comment`].

pub mod account;
pub mod address;
pub mod backup;
pub mod change;
pub mod clipping;
pub mod clock;
pub mod comment;
pub mod correction;
pub mod feed;
pub mod film;
pub mod glance;
pub mod id;
pub mod import;
pub mod job;
pub mod label;
pub mod language;
pub mod ledger;
pub mod licence;
pub mod likeness;
pub mod listing;
pub mod location;
pub mod mail;
pub mod old_address;
pub mod opening;
pub mod outlet;
pub mod permalink;
pub mod popular;
pub mod post;
pub mod problem;
pub mod quotation;
pub mod related;
pub mod rendition;
pub mod robots;
pub mod sample;
pub mod site;
pub mod sketch;
pub mod source;
pub mod spam;
pub mod stats;
pub mod watch;

pub use account::{Account, Actor, Permission, Role, Scope, Token};
pub use address::{address_key, canonical_address};
pub use backup::{
    BackupCheck, BackupDone, BackupFile, BackupLog, BackupPlan, BackupShelf, BackupTrouble, Rhythm, Wholeness,
};
pub use change::Change;
pub use clipping::{Clipping, Film, Kind, LINKS, Quality};
pub use clock::{Clock, Dated, ManualClock, Moment};
pub use comment::{
    Block, BlockKind, Comment, CommentMode, Complaint, Conversation, Flag, Grounds, Origin, RawBlock,
    RawFlag, RawRemark, Remark, Thread, ThreadMark, ThreadOrder, ThreadTop, Verdict, Verified,
};
pub use correction::{Correction, CorrectionRow, Edition, Extent, Way};
pub use feed::{
    Feed, FeedHead, FeedItem, FeedLink, FeedPerson, FeedReading, FeedRow, FeedState, Hub, ItemRow, ItemState,
    ListedFeed, ReadItem, Validators,
};
pub use glance::{Glance, Missing, Trust};
pub use id::{
    AccountId, ActId, AlertId, BlockId, CaptureId, ClippingId, CommentId, EditionId, FeedId, FeedItemId,
    FlagId, GuestId, Ids, ImportId, JobId, LetterId, MediaId, OpeningId, PostId, RevisionId, SourceId,
    WatchId,
};
pub use job::{Job, JobRecord, JobState};
pub use label::Label;
pub use language::{Direction, Language};
pub use ledger::{Entry, Line};
pub use licence::Licence;
pub use likeness::Likeness;
pub use listing::{CommentRow, PostRow, VerdictRow};
pub use location::Location;
pub use mail::{Guest, Letter, LetterKind, LetterState, Matter, Mute, Pace};
pub use opening::{Act, Opening};
pub use outlet::{Outlet, OutletRecord};
pub use permalink::{Permalink, Slug};
pub use popular::Window;
pub use post::{Format, Post, RawWriting, Revision, Standing, Teaser, Writing};
pub use problem::{Problem, Problems};
pub use quotation::{CapturedText, Finding, Passage, Quotation, QuotationKind, Share, Stand};
pub use related::Related;
pub use rendition::{MissingPicture, Pictures, Rendition, Shown};
pub use robots::{NoArchive, Robots};
pub use site::Site;
pub use sketch::Sketch;
pub use source::{Capture, How, Media, Part, PartRole, Source, SourceFields};
pub use watch::{
    Alert, AlertKind, AlertRow, Cause, Citation, CitedAs, CitingPost, Found, LostWords, SourceNote, Watch,
    WatchState,
};
