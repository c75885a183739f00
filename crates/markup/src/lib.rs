//! Text: Markdown and foreign HTML in; clean HTML, plain text, excerpts and search terms out.
//!
//! **Invariants.** Every function is pure and total: any text in, an answer out, the same one each time.
//! HTML that leaves this room is valid inside `<div class="body">`, holds no script, no style and no
//! address but http, https and mailto, and is a fixed point: cleaning it again changes nothing. There is
//! one way to it, whatever the input: parse ([`tidy`]), rebuild by the content models of HTML, check
//! anchors and headings, write out, and let ammonia have the last word ([`guard`]). One kind of HTML is no
//! text of ours: a kept page that looks as it did and does nothing ([`replay()`]).
//!
//! **Deliberately absent.** Fetching, storing, templates; the model's other nouns.
//!
//! **Start reading** at [`body`], then [`tidy`]; at [`quotation`] for what a text quotes and where that stands.

mod address;
mod anchors;
mod blocks;
mod body;
mod credit;
mod embedded;
mod excerpt;
mod guard;
mod hrefs;
mod inline;
mod math;
mod nesting;
mod outline;
mod paragraphs;
mod pictures;
mod plain;
pub mod quotation;
mod reading;
mod relink;
mod remark;
mod replay;
mod rewrite;
mod runs;
mod sketch;
mod spam;
mod table;
mod telling;
mod terms;
mod text;
mod tidy;
mod tree;
mod vocabulary;
mod words;

pub use body::{Understood, body_html, comment_to_html, markdown_to_html, rebuilt, sanitize, understood};
pub use credit::{Credit, credit, without_line};
pub use excerpt::{cut, excerpt};
pub use hrefs::links;
pub use nesting::nesting;
pub use paragraphs::paragraphs;
pub use pictures::{Picture, images, restore_images, rewrite_images};
pub use reading::{reading_minutes, word_count};
pub use relink::relink;
pub use remark::remark_of_html;
pub use replay::{PageParts, replay};
pub use rewrite::{AddressOf, rewrite_addresses};
pub use runs::{Run, RunKind, Runs};
pub use sketch::sketch;
pub use spam::{Said, saying, saying_of, spam_terms, spam_terms_of};
pub use telling::{Spoken, telling};
pub use terms::terms;
pub use text::{plain_text, running_text};
pub use words::Words;
