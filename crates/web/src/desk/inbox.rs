//! The inbox: everything written and clipped, newest change first.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use model::{ItemState, Job, JobState, Permission, Standing};
use pages::{InboxPage, NEW_LIMIT};
use store::Page;
use store::posts::DeskFilter;

use super::frame::{frame, notice};
use crate::app::App;
use crate::failure::Failure;
use crate::public::lists::{mark, parse_mark};
use crate::reader::{Door, Reader};
use crate::respond::html;
use crate::session::Signed;

const ROWS: u32 = 50;
/// Clip jobs looked at for "still at it" and "did not work".
const JOBS: u32 = 60;
/// Newest items of feeds shown.
const ITEMS: u32 = 3;

/// `GET /desk?standing=&before=`
pub async fn show(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let page = app.blocking(move |app| render(app, &signed, &reader, String::new(), None)).await?;
    Ok(html(StatusCode::OK, page))
}

/// The inbox, with what was wrong with an address a person wanted clipped.
///
/// # Errors
/// When the store can't be read.
pub fn render(
    app: &App,
    signed: &Signed,
    reader: &Reader,
    url: String,
    problem: Option<String>,
) -> Result<String, Failure> {
    let words = ["draft", "scheduled", "published", "retracted"];
    let filter = reader.query("standing").filter(|word| words.contains(&word.as_str())).unwrap_or_default();
    let before = reader.query("before").and_then(|text| parse_mark(&text));
    let own = (!signed.actor.may(Permission::WriteAny)).then_some(signed.account.id);
    let desk_frame = frame(app, signed, "inbox", notice(reader.query("done").as_deref()))?;
    let reads = signed.actor.may(Permission::Write);
    let (mut rows, counts, jobs, new_items, items) = app.desk().store().read::<_, store::Error>(|c| {
        let chosen = DeskFilter { standing: Some(filter.as_str()).filter(|f| !f.is_empty()), author: own };
        let rows = store::posts::desk_list(c, chosen, Page { before, limit: ROWS + 1 })?;
        let (new, items) = if reads {
            let newest = Page { before: None, limit: ITEMS };
            let items = store::feed_items::list(c, Some(ItemState::New), None, newest)?;
            (store::feed_items::count_new(c, NEW_LIMIT)?, items)
        } else {
            (0, Vec::new())
        };
        Ok((rows, store::posts::count_by_standing(c)?, store::jobs::list(c, JOBS)?, new, items))
    })?;
    let more = rows.len() > ROWS as usize;
    rows.truncate(ROWS as usize);
    let drafts: Vec<_> =
        rows.iter().filter(|row| row.standing == Standing::Draft).map(|row| row.id).collect();
    let alike = app.desk().likenesses(&signed.actor, &drafts)?;
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| format!("/desk?standing={filter}&before={}", mark(row.modified, row.id)));
    let mine = |account: &Option<_>| own.is_none() || *account == own;
    let waiting = jobs
        .into_iter()
        .filter(|record| {
            record.state != JobState::Done
                && matches!(&record.job, Job::Clip { account, .. } if mine(account))
        })
        .collect();
    let page = InboxPage {
        desk: desk_frame,
        filter,
        counts,
        rows,
        alike,
        next,
        url,
        problem,
        waiting,
        new_items,
        items,
    };
    Ok(app.pages().inbox(&page)?)
}
