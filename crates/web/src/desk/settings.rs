//! The site's settings.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::Error;
use model::{Language, Permission, Problems, Site};
use pages::SettingsPage;
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
struct SiteForm {
    name: String,
    tagline: String,
    language: String,
    time_zone: String,
    comments: String,
    hold_days: Option<String>,
    close_days: Option<String>,
    link_limit: Option<String>,
    flag_limit: Option<String>,
    public_moderation: Option<String>,
    spam_hold: Option<String>,
    spam_sure: Option<String>,
    edit_minutes: Option<String>,
    popular_window: String,
    popular_length: String,
    popular_language_first: String,
    related_length: Option<String>,
    per_page: String,
    source_notes: String,
    typo_minutes: String,
    public_revisions: String,
}

impl SiteForm {
    /// The settings as asked for. A program need not know all of them: those it does not send stay.
    fn read(self, now: Site) -> (Site, Problems) {
        let mut problems = Problems::default();
        let mut site = Site {
            name: self.name,
            tagline: self.tagline,
            time_zone: self.time_zone.trim().to_owned(),
            source_notes: self.source_notes == "on",
            popular_language_first: self.popular_language_first == "on",
            ..now
        };
        let mut keep = |field: &'static str, result: Result<(), String>| {
            if let Err(message) = result {
                problems.add(field, message);
            }
        };
        keep("language", Language::parse(&self.language).map(|language| site.language = language));
        keep("comments", self.comments.parse().map(|mode| site.comments = mode));
        keep("popular_window", self.popular_window.parse().map(|window| site.popular_window = window));
        // Zero is out of range in both; Site::checked says so in words.
        site.popular_length = self.popular_length.trim().parse().unwrap_or(0);
        site.per_page = self.per_page.trim().parse().unwrap_or(0);
        site.public_revisions = self.public_revisions == "shown";
        if let Some(word) = self.public_moderation {
            site.public_moderation = word == "shown";
        }
        // Zero means never here, so what is no number must not become one.
        let mut number = |field: &'static str, text: Option<&str>, place: &mut u32, says: &str| {
            let number = text.map(|text| text.trim().parse());
            match number {
                Some(Ok(number)) => *place = number,
                Some(Err(_)) => problems.add(field, says),
                None => {}
            }
        };
        let minutes = "write the minutes as a number; 0 for never";
        let days = "write the days as a number; 0 for never";
        number("typo_minutes", Some(&self.typo_minutes), &mut site.typo_minutes, minutes);
        number("hold_days", self.hold_days.as_deref(), &mut site.hold_days, days);
        number("close_days", self.close_days.as_deref(), &mut site.close_days, days);
        number(
            "related_length",
            self.related_length.as_deref(),
            &mut site.related_length,
            "write how many as a number; 0 for none",
        );
        number(
            "link_limit",
            self.link_limit.as_deref(),
            &mut site.link_limit,
            "write how many links as a number",
        );
        let readers = "write how many readers as a number; 0 for never";
        number("flag_limit", self.flag_limit.as_deref(), &mut site.flag_limit, readers);
        let score = "write the score as a number; 0 for never";
        number("spam_hold", self.spam_hold.as_deref(), &mut site.spam_hold, score);
        number("spam_sure", self.spam_sure.as_deref(), &mut site.spam_sure, score);
        number("edit_minutes", self.edit_minutes.as_deref(), &mut site.edit_minutes, minutes);
        (site, problems)
    }
}

fn page(
    app: &App,
    signed: &Signed,
    site: Site,
    problems: Problems,
    notice: Option<String>,
) -> Result<String, Failure> {
    let page = SettingsPage {
        desk: frame(app, signed, "settings", notice)?,
        site,
        problems,
        address: app.origin().to_owned(),
    };
    Ok(app.pages().settings(&page)?)
}

/// `GET /desk/settings`
pub async fn show(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let notice = notice(reader.query("done").as_deref());
    let page = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Configure)?;
            page(app, &signed, app.desk().site()?, Problems::default(), notice)
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /desk/settings`
pub async fn save(
    State(app): Door,
    signed: Signed,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let asked: SiteForm = form::read(&headers, &body)?;
    app.blocking(move |app| {
        let (site, problems) = asked.read(app.desk().site()?);
        let save = || app.desk().save_site(&signed.actor, &site);
        let check = || {
            app.desk().require(&signed.actor, Permission::Configure)?;
            site.clone().checked().map_err(Error::Invalid)
        };
        let Some(problems) = form::save_read(problems, save, check)? else {
            return Ok::<_, Failure>(see_other("/desk/settings?done=settings"));
        };
        Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page(app, &signed, site, problems, None)?))
    })
    .await
}
