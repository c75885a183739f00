//! The verbs of a publication, with who may do what: write, publish, clip, comment, judge, sign in, rank.
//!
//! **Invariants.** Every verb that changes something is one [`store`] transaction: permission, then the
//! rule, then rows, jobs and changes, then commit. `Ok` means that it is durable; `Err` means that nothing
//! has happened, and says so in a sentence for people. Doing a thing twice is the same as doing it once.
//! The actor is an argument of every call, time and ids come from the [`Desk`].
//!
//! **Deliberately absent.** Sockets, templates, cookies and status codes; SQL, which is `store`'s. The one
//! thing kept in memory is how fast comments come, what was just said and which work was spent for that; all else
//! survives a restart.
//!
//! **Start reading** at [`Desk`], then `publish.rs` for the shape of a verb and `comment.rs` for a
//! reader's way in.

mod access;
mod account;
mod backup;
mod beside;
mod block;
mod clip;
mod come_back;
mod comment;
mod compose;
mod conversation;
mod correct;
mod create;
mod deliver;
mod desk;
mod diff;
mod digest;
mod error;
mod evidence;
mod feed_items;
mod feeds;
mod file;
mod flag;
mod gate;
mod guest;
mod history;
mod house;
mod hub;
pub mod import;
mod jobs;
mod judge;
mod just_said;
mod ledger;
mod likeness;
mod limits;
mod link;
mod look;
mod mail;
mod media;
mod missing;
mod most_read;
mod opening;
mod own;
mod package;
mod password;
mod popular;
mod preview;
mod publish;
mod queue;
mod quotations;
mod read;
mod relating;
mod remove;
mod replay;
mod reread;
mod retract;
mod ruling;
mod rush;
mod save;
mod secret;
mod shown;
mod sighting;
mod sign_in;
mod site;
mod stats;
mod taking;
mod text_change;
mod together;
mod token;
mod visit;
mod watch;
mod watching;
mod weigh;
mod wording;

pub use backup::Backups;
pub use clip::ClipRequest;
pub use comment::Commented;
pub use conversation::{CommentPlace, ThreadPart};
pub use deliver::{NotSent, Outgoing};
pub use desk::Desk;
pub use diff::DiffLine;
pub use error::Error;
pub use evidence::{CaptureText, Evidence, FetchedPart, KeptPart, PARTS_BYTES, PARTS_LIMIT, WholeCapture};
pub use feeds::{Imported, SeenFrom, Subscribed};
pub use file::{Filed, FiledPage, StoredPicture};
pub use history::PublicRevision;
pub use hub::{HubQuestion, LEASE};
pub use judge::{Judged, Seen, Undone};
pub use ledger::{Asked, Chain, Fault, Given, LedgerKey, Term, Verified, fingerprint, public_pem};
pub use limits::Limits;
pub use look::{Look, Looked, NewItem};
pub use missing::pictures_of;
pub use opening::CaptureSheet;
pub use own::Own;
pub use package::{Packed, SOFTWARE, evidence_name, record_date};
pub use popular::Beside;
pub use preview::Preview;
pub use publish::When;
pub use queue::{Dossier, Found, Tab, Wanted};
pub use quotations::Quoting;
pub use replay::{Album, Decode, ShownPicture};
pub use reread::{KeptCapture, Reread};
pub use rush::Work;
pub use secret::{SessionSecret, fresh as random_secret};
pub use sighting::{Known, SeenPage, Sighting};
pub use visit::Counted;
pub use watching::Mend;
pub use wording::{Passage, Place};
