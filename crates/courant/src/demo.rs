//! `courant demo`: the whole main job on the sample outlets, then a site to look at.
//!
//! Nothing is faked: pages are fetched over HTTP, read, filed, edited, published, commented on, visited
//! and ranked by the same verbs a person's clicks call. Only the readers are invented.

use std::io::Write;
use std::net::IpAddr;

use anyhow::{Context, Result, bail};
use desk::{Desk, Limits, When};
use indicatif::ProgressBar;
use model::{Actor, CommentId, CommentMode, Moment, Permalink, RawRemark, Role, Site, Verdict};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use web::App;
use web::visits::Look;

use crate::clipping::Scissors;
use crate::config::{Config, Given};
use crate::front::Fronts;
use crate::outlet::{self, Samples};
use crate::{parts, serve, work};

/// A browser that is no robot, for the invented readers.
/// Where the demo's readers came from; most browsers say nothing.
const CAME_FROM: [&str; 5] =
    ["", "https://search.example/", "", "https://news.example/today", "https://friends.example/"];
const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// What the demo's editor does with one sample page (`samples/desk.json`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    /// Path of the page at the outlets.
    page: String,
    /// Labels, in the page's language.
    labels: Vec<String>,
    /// Whether it is published, or left as a draft to play with.
    publish: bool,
    /// How many readers come.
    #[serde(default)]
    visits: u32,
    /// How many hours ago it was published.
    #[serde(default)]
    hours_ago: i64,
    /// A better line under the headline.
    #[serde(default)]
    dek: Option<String>,
    /// What the lead picture shows.
    #[serde(default)]
    picture: Option<String>,
    /// What was wrong when it came out.
    #[serde(default)]
    slip: Option<Slip>,
}

/// A reader's comment (`samples/comments.json`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    /// Path of the page at the outlets.
    post: String,
    name: String,
    body: String,
    /// Number of the comment answered, counted from 0.
    answers: Option<usize>,
    /// Whether the editor approves it; others wait in the queue.
    approve: bool,
}

/// What an editor got wrong in a post's dek, and put right with a note.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Slip {
    wrong: String,
    right: String,
    note: String,
}

/// Builds the small newspaper and serves it until stopped.
///
/// # Errors
/// When the directory, the database or a socket can't be used.
pub fn run(mut given: Given) -> Result<()> {
    serve::log();
    // Kept until the end: dropping it removes a temporary directory.
    let temporary = if given.data.is_none() {
        Some(tempfile::tempdir().context("no temporary directory")?)
    } else {
        None
    };
    given.data = given.data.or_else(|| temporary.as_ref().map(|dir| dir.path().to_owned()));
    let mut config = Config::load(given)?;
    let runtime = serve::runtime()?;
    let outlets = outlet::open(&runtime)?;
    config.fetch_allow.push(outlets);
    let desk = parts::desk(&config)?;
    let scissors = parts::scissors(&config, &desk)?;
    let listener = serve::listen(&runtime, &config)?;
    let origin = serve::origin(&config, &listener)?;
    let fronts = Fronts::default();
    let app = serve::app(&config, desk.clone(), &scissors, origin.clone(), &fronts)?;
    if desk.accounts(&Actor::System)?.is_empty() {
        print_newspaper(&app, &scissors, &format!("http://{outlets}"))?;
    }
    let accounts = desk.accounts(&Actor::System)?;
    let owner = accounts
        .iter()
        .find(|account| account.role == Role::Owner)
        .context("this site has no owner; remove its directory and start again")?;
    let link = desk.sign_in_link(owner.id)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "A small newspaper is out: {origin}/")?;
    writeln!(out, "Sign in, with this link, once: {origin}/welcome/{link}")?;
    writeln!(out, "The desk:                      {origin}/desk")?;
    for plan in plans()?.iter().filter(|plan| !plan.publish).take(1) {
        writeln!(
            out,
            "Clip this one yourself:        http://{outlets}/{}",
            plan.page.trim_start_matches('/')
        )?;
    }
    writeln!(out, "Stop with Ctrl-C.{}", if temporary.is_some() { " Everything is gone then." } else { "" })?;
    out.flush()?;
    drop(out);
    serve::until_stopped(runtime, app, &scissors, &fronts, listener)
}

fn sample<T: DeserializeOwned>(name: &str) -> Result<T> {
    let file = Samples::get(name).with_context(|| format!("the sample {name} is missing from this build"))?;
    serde_json::from_slice(&file.data).with_context(|| format!("the sample {name} can't be read"))
}

fn plans() -> Result<Vec<Plan>> {
    sample("desk.json")
}

fn print_newspaper(app: &App, scissors: &Scissors, outlets: &str) -> Result<()> {
    // The invented readers write faster than people do.
    let desk = app.desk().clone().with_limits(Limits::lifted());
    let system = Actor::System;
    desk.save_site(
        &system,
        &Site {
            name: "The Sample Courant".to_owned(),
            tagline: "Worth reading elsewhere, and where it came from".to_owned(),
            comments: CommentMode::Held,
            source_notes: true,
            public_revisions: true,
            ..Site::default()
        },
    )?;
    let password = desk::random_secret()?;
    let owner = Actor::Account(desk.add_account(&system, "Demo", Role::Owner, &password)?);
    let (plans, said): (Vec<Plan>, Vec<Said>) = (plans()?, sample("comments.json")?);
    let steps = plans.iter().filter(|plan| plan.publish).count() + 3;
    let progress = ProgressBar::new(steps as u64);
    let mut posts: Vec<(String, Permalink)> = Vec::new();
    let now = desk.clock().now();
    for plan in plans.iter().filter(|plan| plan.publish) {
        let permalink = take_over(&desk, scissors, &owner, outlets, plan, now)?;
        posts.push((plan.page.clone(), permalink));
        progress.inc(1);
    }
    discuss(&desk, &owner, &said, &posts)?;
    progress.inc(1);
    visit(app, &plans, &posts, now)?;
    progress.inc(1);
    desk.rank_popular()?;
    progress.finish_and_clear();
    Ok(())
}

/// Clip, edit, publish.
fn take_over(
    desk: &Desk,
    scissors: &Scissors,
    owner: &Actor,
    outlets: &str,
    plan: &Plan,
    now: Moment,
) -> Result<Permalink> {
    let address = format!("{outlets}/{}", plan.page.trim_start_matches('/'));
    let (filed, _) = scissors.clip(owner, &address).map_err(|error| anyhow::anyhow!("{address}: {error}"))?;
    let draft = desk.post(owner, filed.post)?;
    let mut raw = draft.writing.raw();
    raw.labels = plan.labels.join(", ");
    if let Some(dek) = &plan.dek {
        raw.dek.clone_from(dek);
    }
    if let Some(picture) = &plan.picture {
        raw.lead_image_alt.clone_from(picture);
    }
    desk.save(owner, draft.id, &raw, Some(draft.revision))?;
    let post = desk.publish(owner, draft.id, When::At(now.plus_seconds(-3_600 * plan.hours_ago)))?;
    if let Some(slip) = &plan.slip {
        raw = post.writing.raw();
        raw.dek = raw.dek.replace(&slip.wrong, &slip.right);
        desk.correct(owner, post.id, &raw, Some(post.revision), &slip.note)?;
    }
    post.permalink.with_context(|| format!("{address} was published without an address"))
}

fn find<'a>(posts: &'a [(String, Permalink)], page: &str) -> Result<&'a Permalink> {
    match posts.iter().find(|(known, _)| known.trim_start_matches('/') == page.trim_start_matches('/')) {
        Some((_, permalink)) => Ok(permalink),
        None => bail!("the samples speak of {page}, which is not published"),
    }
}

fn discuss(desk: &Desk, owner: &Actor, said: &[Said], posts: &[(String, Permalink)]) -> Result<()> {
    let mut ids: Vec<CommentId> = Vec::new();
    for (number, remark) in said.iter().enumerate() {
        let parent = remark.answers.and_then(|at| ids.get(at)).map(ToString::to_string).unwrap_or_default();
        let raw = RawRemark {
            name: remark.name.clone(),
            body: remark.body.clone(),
            parent,
            ..RawRemark::default()
        };
        // Documentation addresses, RFC 5737.
        let from = IpAddr::from([198, 51, 100, u8::try_from(number % 250).unwrap_or(0)]);
        let comment = desk.comment(find(posts, &remark.post)?, &raw, from)?;
        if remark.approve {
            desk.judge(owner, comment.id, Verdict::Approved, "")?;
        }
        ids.push(comment.id);
    }
    Ok(())
}

fn visit(app: &App, plans: &[Plan], posts: &[(String, Permalink)], now: Moment) -> Result<()> {
    for plan in plans.iter().filter(|plan| plan.publish) {
        let permalink = find(posts, &plan.page)?;
        let post = app.desk().store().read(|c| store::posts::by_permalink(c, permalink))?;
        let post = post.with_context(|| format!("{permalink} is not there"))?;
        for reader in 0..plan.visits {
            let [_, _, high, low] = reader.to_be_bytes();
            let look = Look {
                from: IpAddr::from([203, 0, high, low]),
                agent: BROWSER,
                purpose: "",
                range: false,
                signed_in: false,
                referrer: CAME_FROM[reader as usize % CAME_FROM.len()],
            };
            app.visits().saw(post.id, look, now);
        }
    }
    work::flush(app);
    Ok(())
}
