//! Letters at the desk: the digest, a test, and the log.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::Error;
use model::mail::folded;
use model::{LetterId, LetterState, Pace, Permission, Problems};
use pages::{DeskMailPage, MailLog};
use store::Page;
use store::letters::{self, Wanted};

use super::frame::{frame, notice};
use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::form;
use crate::public::lists::{mark, parse_mark};
use crate::reader::{Door, Reader};
use crate::respond::{html, query_value, see_other};
use crate::session::Signed;

const ROWS: u32 = 50;

/// What of the log is looked for.
#[derive(Clone, Debug, Default)]
struct Sought {
    address: String,
    state: Option<LetterState>,
    before: Option<String>,
}

/// What stands in the form when it comes back.
#[derive(Clone, Debug, Default)]
struct Typed {
    form: Option<(String, String)>,
    problems: Problems,
}

fn page(
    app: &App,
    signed: &Signed,
    sought: &Sought,
    typed: Typed,
    notice: Option<String>,
) -> Result<String, Failure> {
    let chosen = app.desk().digest_of(&signed.actor)?;
    let (address, pace) = match typed.form {
        Some((address, pace)) => (address, Pace::parse(&pace).unwrap_or(chosen.pace)),
        None => (chosen.address, chosen.pace),
    };
    let log = match signed.actor.may(Permission::SeeJobs) {
        true => Some(log(app, sought)?),
        false => None,
    };
    let page = DeskMailPage {
        desk: frame(app, signed, "mail", notice)?,
        from: app.desk().mails_as().map(str::to_owned),
        address,
        pace,
        problems: typed.problems,
        log,
    };
    Ok(app.pages().desk_mail(&page)?)
}

fn log(app: &App, sought: &Sought) -> Result<MailLog, Failure> {
    let address = folded(&sought.address);
    let wanted = match (address.is_empty(), sought.state) {
        (false, _) => Wanted::Address(address),
        (true, Some(state)) => Wanted::State(state),
        (true, None) => Wanted::All,
    };
    let before = sought.before.as_deref().and_then(parse_mark);
    let mut rows =
        app.desk().store().read(|c| letters::list(c, &wanted, Page { before, limit: ROWS + 1 }))?;
    let more = rows.len() > ROWS as usize;
    rows.truncate(ROWS as usize);
    let next = rows.last().filter(|_| more).map(|row| {
        let state = sought.state.map_or("", LetterState::as_str);
        let to = query_value(&sought.address);
        format!("/desk/mail?to={to}&state={state}&before={}", mark(row.created, row.id))
    });
    // One letter too many of another state is looked for by eye: an address has twenty a day at most.
    rows.retain(|row| sought.state.is_none_or(|state| state == row.state));
    Ok(MailLog { address: sought.address.clone(), state: sought.state, letters: rows, next })
}

/// `GET /desk/mail?to=&state=&before=`
pub async fn show(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let sought = Sought {
        address: reader.query("to").unwrap_or_default(),
        state: reader.query("state").and_then(|word| LetterState::parse(&word)),
        before: reader.query("before"),
    };
    let notice = notice(reader.query("done").as_deref());
    let page = app.blocking(move |app| page(app, &signed, &sought, Typed::default(), notice)).await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /desk/mail {address, pace}`
pub async fn save(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    let (address, pace) = (form::value(&body, "address"), form::value(&body, "pace"));
    app.blocking(move |app| {
        let saved = app.desk().save_digest(&signed.actor, &address, &pace);
        answer(app, &signed, saved, Some((address, pace)), "saved")
    })
    .await
}

/// `POST /desk/mail/test`
pub async fn test(State(app): Door, signed: Signed) -> Result<Response, Failure> {
    app.blocking(move |app| {
        let sent = app.desk().test_letter(&signed.actor);
        answer(app, &signed, sent, None, "letter")
    })
    .await
}

fn answer(
    app: &App,
    signed: &Signed,
    done: Result<(), Error>,
    form: Option<(String, String)>,
    word: &str,
) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(see_other(&format!("/desk/mail?done={word}"))),
        Err(Error::Invalid(problems)) => {
            let page = page(app, signed, &Sought::default(), Typed { form, problems }, None)?;
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /desk/mail/letters/ID`: tries a letter again that was given up.
pub async fn retry(State(app): Door, signed: Signed, Path(id): Path<String>) -> Result<Response, Failure> {
    app.blocking(move |app| {
        app.desk().require(&signed.actor, Permission::SeeJobs)?;
        let id: LetterId = id.parse().map_err(|_| nothing_here())?;
        app.desk().retry_letter(&signed.actor, id)?;
        Ok::<_, Failure>(see_other("/desk/mail?done=retry"))
    })
    .await
}
