//! Jobs: what Courant does in the background, and how it went.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use model::{Job, JobId, Permission};
use pages::{JobsPage, WaitingPage};

use super::frame::{frame, notice};
use crate::app::{clipped_post, job};
use crate::failure::{Failure, nothing_here};
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::session::Signed;

const ROWS: u32 = 100;

fn parse_id(text: &str) -> Result<JobId, Failure> {
    text.parse().map_err(|_| nothing_here())
}

/// `GET /desk/jobs`
pub async fn list(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let notice = notice(reader.query("done").as_deref());
    let page = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::SeeJobs)?;
            let (jobs, counts) = app
                .desk()
                .store()
                .read::<_, store::Error>(|c| Ok((store::jobs::list(c, ROWS)?, store::jobs::counts(c)?)))?;
            let page = JobsPage { desk: frame(app, &signed, "jobs", notice)?, jobs, counts };
            app.pages().jobs(&page).map_err(Failure::from)
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// `GET /desk/jobs/ID`: how one job is getting on; a clip that is done leads to its draft.
pub async fn show(State(app): Door, signed: Signed, Path(asked): Path<String>) -> Result<Response, Failure> {
    let id = parse_id(&asked)?;
    app.blocking(move |app| {
        let record = job(app.desk(), id)?;
        // A clip is shown to the person it is for; all else to those who look after jobs.
        let own = matches!(
            &record.job,
            Job::Clip { account, .. } | Job::FetchPictures { account, .. } if *account == Some(signed.account.id)
        );
        if !own {
            app.desk().require(&signed.actor, Permission::SeeJobs)?;
        }
        if let Some(post) = clipped_post(&record) {
            return Ok(see_other(&format!("/desk/posts/{post}?done=clipped")));
        }
        let page = WaitingPage { desk: frame(app, &signed, "inbox", None)?, job: record };
        Ok::<_, Failure>(html(StatusCode::OK, app.pages().waiting(&page)?))
    })
    .await
}

/// `POST /desk/jobs/ID/retry`
pub async fn retry(State(app): Door, signed: Signed, Path(job): Path<String>) -> Result<Response, Failure> {
    let job = parse_id(&job)?;
    app.blocking(move |app| app.desk().retry_job(&signed.actor, job)).await?;
    Ok(see_other(&format!("/desk/jobs/{job}")))
}
