//! The store's contract: every test runs on SQLite and on PostgreSQL (see the `trial` crate).

#![expect(clippy::unwrap_used, reason = "helpers of tests, in which a panic is a failure")]

mod backup;
mod comments;
mod corrections;
mod doubles;
mod evidence;
mod feeds;
mod jobs;
mod leave;
mod lists;
mod opening;
mod outages;
mod outlets;
mod people;
mod pictures;
mod posts;
mod quotations;
mod related;
mod search;
mod sources;
mod text;
mod threads;
mod visits;
mod watches;
mod writes;

use model::{
    Account, AccountId, Comment, CommentId, Label, Moment, Origin, Permalink, Post, PostId, Role, Source,
    Standing, Verdict, Verified, Writing, sample,
};
use store::{
    Error, Store, accounts, comments as store_comments, posts as store_posts, sources as store_sources,
};

/// The month of [`sample::noon`].
const MONTH: &str = "2026-11";

/// A moment so many seconds after noon.
fn at(seconds: i64) -> Moment {
    sample::noon().plus_seconds(seconds)
}

/// A draft without source or labels.
fn draft(number: i64) -> Post {
    Post {
        id: PostId::from_raw(number),
        author: None,
        writing: Writing { headline: format!("Post {number}"), body: "Words".into(), ..Writing::default() },
        html: "<p>Words</p>\n".into(),
        excerpt: "Words".into(),
        standing: Standing::Draft,
        permalink: None,
        source: None,
        clipping: None,
        revision: 1,
        created: at(number),
        modified: at(number),
    }
}

/// A post published so many seconds after noon, with labels.
fn published(number: i64, seconds: i64, labels: &str) -> Post {
    let mut post = draft(number);
    post.standing = Standing::Published { at: at(seconds) };
    post.permalink = Some(link(number));
    post.writing.labels = Label::parse_list(labels).unwrap();
    post
}

fn link(number: i64) -> Permalink {
    Permalink::parse(&format!("/2026/11/post-{number}")).unwrap()
}

fn account(number: i64, name: &str) -> Account {
    Account { id: AccountId::from_raw(number), name: name.into(), role: Role::Editor, created: at(0) }
}

fn comment(number: i64, post: i64, verdict: Verdict) -> Comment {
    Comment {
        id: CommentId::from_raw(number),
        post: PostId::from_raw(post),
        parent: None,
        root: CommentId::from_raw(number),
        origin: Origin::Form,
        verified: Verified::Nobody,
        name: "Ada".into(),
        email: Some("ada@example.org".into()),
        website: None,
        body: "Well said".into(),
        html: "<p>Well said</p>\n".into(),
        verdict,
        judged: 0,
        answers: 0,
        created: at(number),
        edited: None,
        edited_here: false,
        flags: 0,
        anchor: None,
    }
}

fn insert(store: &Store, post: &Post) {
    store
        .write(|tx| {
            if let Some(Source { id, fields, created, .. }) = &post.source {
                store_sources::upsert(tx, *id, fields, *created)?;
            }
            store_posts::insert(tx, post, MONTH)
        })
        .unwrap();
}

fn add_account(store: &Store, account: &Account) {
    store.write(|tx| accounts::add(tx, account, "hash")).unwrap();
}

fn add_comment(store: &Store, comment: &Comment) -> Result<(), Error> {
    store.write(|tx| store_comments::add(tx, comment, "somewhere", None))
}
