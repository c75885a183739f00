//! Backups that the site makes by itself.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::Error;
use model::{BackupPlan, Permission, Problems};
use pages::{BackupsPage, RawPlan};
use serde::Deserialize;

use super::frame::{frame, notice};
use crate::app::App;
use crate::failure::Failure;
use crate::form;
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::session::Signed;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct PlanForm {
    rhythm: String,
    hour: String,
    newest: String,
    weeks: String,
    months: String,
}

impl PlanForm {
    /// The plan as asked for, and what can't be read of it.
    fn read(&self) -> (BackupPlan, Problems) {
        let (mut plan, mut problems) = (BackupPlan::default(), Problems::default());
        match self.rhythm.parse() {
            Ok(rhythm) => plan.rhythm = rhythm,
            Err(message) => problems.add("rhythm", message),
        }
        let mut number = |field: &'static str, text: &str, place: &mut u32| match text.trim().parse() {
            Ok(number) => *place = number,
            Err(_) => problems.add(field, "write a number"),
        };
        number("hour", &self.hour, &mut plan.hour);
        number("newest", &self.newest, &mut plan.newest);
        number("weeks", &self.weeks, &mut plan.weeks);
        number("months", &self.months, &mut plan.months);
        (plan, problems)
    }

    fn raw(self) -> RawPlan {
        let PlanForm { rhythm, hour, newest, weeks, months } = self;
        RawPlan { rhythm, hour, newest, weeks, months }
    }
}

fn page(
    app: &App,
    signed: &Signed,
    raw: Option<RawPlan>,
    problems: Problems,
    notice: Option<String>,
) -> Result<String, Failure> {
    let backups = app.desk().backups(&signed.actor)?;
    let page = BackupsPage {
        desk: frame(app, signed, "settings", notice)?,
        shelf: app.clipper().backup_shelf(),
        raw: raw.unwrap_or_else(|| RawPlan::of(&backups.plan)),
        next: backups.plan.next,
        log: backups.log,
        running: backups.running,
        problems,
    };
    Ok(app.pages().backups(&page)?)
}

/// `GET /desk/backups`
pub async fn show(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let done = notice(reader.query("done").as_deref());
    let page = app.blocking(move |app| page(app, &signed, None, Problems::default(), done)).await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /desk/backups {rhythm, hour, newest, weeks, months}`: decides when they are made, and which stay.
pub async fn save(
    State(app): Door,
    signed: Signed,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let asked: PlanForm = form::read(&headers, &body)?;
    app.blocking(move |app| {
        let (plan, problems) = asked.read();
        let save = || app.desk().plan_backups(&signed.actor, &plan);
        let check = || {
            app.desk().require(&signed.actor, Permission::Configure)?;
            plan.clone().checked().map_err(Error::Invalid)
        };
        let Some(problems) = form::save_read(problems, save, check)? else {
            return Ok::<_, Failure>(see_other("/desk/backups?done=backup-plan"));
        };
        let page = page(app, &signed, Some(asked.raw()), problems, None)?;
        Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page))
    })
    .await
}

/// `POST /desk/backups/now`: asks for one.
pub async fn now(State(app): Door, signed: Signed) -> Result<Response, Failure> {
    app.blocking(move |app| app.desk().back_up_now(&signed.actor)).await?;
    Ok(see_other("/desk/backups?done=backup"))
}
