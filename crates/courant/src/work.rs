//! The worker: jobs done off the request path, visits written, other processes' changes noticed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use desk::Desk;
use model::{AccountId, Actor, Job, JobRecord, PostId, SourceId};
use web::App;

use crate::clipping::Scissors;
use crate::front::Fronts;
use crate::news;

/// Jobs done at once: one more than looks at feeds and at what posts cite are promised in one run, so that slow
/// outlets don't keep a scheduled post waiting.
const WORKERS: usize = 7;
/// Seconds after which a job whose worker vanished is given to another.
const LEASE: i64 = 120;
/// How often a resting worker looks for jobs.
const REST: Duration = Duration::from_millis(250);

/// Stops resting threads at once.
#[derive(Default)]
pub struct Stop {
    asked: AtomicBool,
    bell: Condvar,
    rest: Mutex<()>,
}

impl Stop {
    /// Whether they are to stop.
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }

    /// Rests so long, unless the thread is to stop.
    pub fn rest(&self, time: Duration) {
        let guard = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.is_asked() {
            drop(self.bell.wait_timeout(guard, time));
        }
    }

    fn ask(&self) {
        let guard = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        self.asked.store(true, Ordering::SeqCst);
        drop(guard);
        self.bell.notify_all();
    }
}

/// The running background threads.
pub struct Worker {
    stop: Arc<Stop>,
    threads: Vec<JoinHandle<()>>,
    app: App,
}

impl Worker {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn start(app: &App, scissors: &Scissors, fronts: &Fronts) -> std::io::Result<Worker> {
        let stop = Arc::new(Stop::default());
        let mut threads = Vec::new();
        for number in 0..WORKERS {
            let (app, scissors, stop) = (app.clone(), scissors.clone(), stop.clone());
            let thread = std::thread::Builder::new().name(format!("worker-{number}"));
            threads.push(thread.spawn(move || work(&app, &scissors, &stop))?);
        }
        let (visits, stop_visits) = (app.clone(), stop.clone());
        threads.push(std::thread::Builder::new().name("visits".to_owned()).spawn(move || {
            while !stop_visits.is_asked() {
                stop_visits.rest(Duration::from_secs(web::visits::FLUSH_SECONDS));
                flush(&visits);
            }
        })?);
        let (notices, stop_notices) = (app.clone(), stop.clone());
        threads.push(
            std::thread::Builder::new()
                .name("notices".to_owned())
                .spawn(move || news::hear(&notices, &stop_notices))?,
        );
        if app.desk().store().engine() == "postgres" {
            let (calls, caller, stop_caller) = (news::to_tell(app), app.clone(), stop.clone());
            threads.push(
                std::thread::Builder::new()
                    .name("calls".to_owned())
                    .spawn(move || news::tell(&caller, &calls, &stop_caller))?,
            );
        }
        for work in fronts.works() {
            let stop = stop.clone();
            threads.push(std::thread::Builder::new().name("purges".to_owned()).spawn(move || work(&stop))?);
        }
        Ok(Worker { stop, threads, app: app.clone() })
    }

    /// Lets running jobs end, writes the last visits, and returns.
    pub fn stop(self) {
        self.stop.ask();
        for thread in self.threads {
            // A panicked thread has been logged by the panic hook; its job's lease runs out.
            let _ = thread.join();
        }
        flush(&self.app);
    }
}

fn work(app: &App, scissors: &Scissors, stop: &Stop) {
    let desk = app.desk();
    while !stop.is_asked() {
        let due =
            desk.store().read(store::jobs::next_due).map(|at| at.is_some_and(|at| at <= desk.clock().now()));
        let claimed = match due {
            Ok(true) => desk.claim_job(LEASE),
            Ok(false) => Ok(None),
            Err(error) => Err(error.into()),
        };
        match claimed {
            Ok(Some(record)) => {
                run(desk, scissors, &record, &|| stop.is_asked());
                app.ring();
            }
            Ok(None) => stop.rest(REST),
            Err(error) => {
                tracing::warn!(%error, "the worker can't look for jobs; it will try again");
                stop.rest(Duration::from_secs(2));
            }
        }
    }
}

/// Why a job did not work.
struct Trouble {
    /// One sentence for a person.
    why: String,
    /// Whether another try may go better.
    passing: bool,
    /// How long the outlet asks us to wait before it.
    wait: Option<Duration>,
}

impl Trouble {
    fn new(why: String, passing: bool) -> Self {
        Trouble { why, passing, wait: None }
    }

    fn of(error: &desk::Error) -> Self {
        Trouble::new(error.to_string(), error.is_passing())
    }
}

/// Does one claimed job and records how it went. Work that takes long is given up, to be begun again, when the server is
/// to `stop`.
fn run(desk: &Desk, scissors: &Scissors, record: &JobRecord, stop: &dyn Fn() -> bool) {
    let done = match &record.job {
        Job::Clip { url, account } => clip(desk, scissors, url, *account),
        Job::Capture { source, url, account } => fetch_beside(desk, scissors, record, *source, url, *account),
        Job::FetchPictures { post, account } => fetch_pictures(desk, scissors, *post, *account),
        Job::KeepParts { capture } => {
            scissors.keep_parts(*capture).map(Some).map_err(|error| Trouble::of(&error))
        }
        Job::ReadFeed { feed } => scissors.look_at(*feed).map(Some).map_err(|error| Trouble::of(&error)),
        Job::LookAgain { watch } => {
            scissors.look_again(*watch).map(Some).map_err(|error| Trouble::of(&error))
        }
        Job::LeaveHub { hub, topic, callback } => scissors
            .leave_hub(hub, topic, callback)
            .map(|()| None)
            .map_err(|refusal| Trouble { why: refusal.to_string(), passing: true, wait: refusal.wait() }),
        Job::Deliver { letter } => {
            scissors.deliver(*letter).map(|()| None).map_err(|error| Trouble::of(&error))
        }
        Job::Import { import } => {
            crate::import::go_on(desk, scissors, *import).map_err(|error| Trouble::of(&error))
        }
        Job::Backup { planned } => scissors
            .back_up(record.id, *planned, LEASE, stop)
            .map_err(|not_made| Trouble::new(not_made.why, not_made.passing)),
        Job::Stamp => scissors.stamp().map_err(|why| Trouble::new(why, true)),
        other => match desk.run_job(other) {
            Ok(_) => Ok(None),
            Err(error) => Err(Trouble::of(&error)),
        },
    };
    let written = match done {
        // What a look found stands with the feed; its jobs would bury all others on the desk.
        Ok(_) if is_look(&record.job) => desk.forget_job(record.id),
        Ok(outcome) => desk.finish_job(record.id, outcome.as_deref()),
        Err(Trouble { why, passing, wait }) => {
            tracing::info!(job = record.job.name(), %why, "a job did not work");
            match wait.filter(|_| passing) {
                Some(wait) => desk.defer_job(record, &why, wait.as_secs()),
                None => desk.fail_job(record, &why, passing),
            }
        }
    };
    if let Err(error) = written {
        // The lease runs out and the job, safe to run twice, is done again.
        tracing::warn!(job = record.job.name(), %error, "the end of a job could not be written");
    }
}

/// Whether a job is one of many that leave their traces elsewhere.
fn is_look(job: &Job) -> bool {
    matches!(
        job,
        Job::ReadFeed { .. }
            | Job::LookAtFeeds
            | Job::KeepParts { .. }
            | Job::LookAgain { .. }
            | Job::LookAtSources
            | Job::WatchPosts { .. }
            | Job::Relate { .. }
            | Job::RelatePosts { .. }
            | Job::Deliver { .. }
            | Job::Digest { .. }
            | Job::Import { .. }
    )
}

fn clip(
    desk: &Desk,
    scissors: &Scissors,
    url: &str,
    account: Option<AccountId>,
) -> Result<Option<String>, Trouble> {
    let actor = actor(desk, account)?;
    match scissors.clip(&actor, url) {
        Ok((filed, _)) => Ok(Some(filed.post.to_string())),
        Err(error) => {
            Err(Trouble { wait: error.wait(), ..Trouble::new(error.to_string(), error.is_passing()) })
        }
    }
}

fn fetch_beside(
    desk: &Desk,
    scissors: &Scissors,
    record: &JobRecord,
    source: SourceId,
    url: &str,
    account: Option<AccountId>,
) -> Result<Option<String>, Trouble> {
    let actor = actor(desk, account)?;
    match scissors.fetch_beside(&actor, source, url) {
        Ok(said) => Ok(Some(said)),
        // The draft stands on what the browser showed: a page that can't be fetched is no failure for a
        // person to look after.
        Err(error) if !error.is_passing() || record.tried >= record.job.tries() => {
            Ok(Some(format!("Only the page as the browser showed it is kept. {error}")))
        }
        Err(error) => Err(Trouble { wait: error.wait(), ..Trouble::new(error.to_string(), true) }),
    }
}

fn fetch_pictures(
    desk: &Desk,
    scissors: &Scissors,
    post: PostId,
    account: Option<AccountId>,
) -> Result<Option<String>, Trouble> {
    let actor = actor(desk, account)?;
    match scissors.fetch_pictures(&actor, post) {
        Ok(1) => Ok(Some("One picture came.".to_owned())),
        Ok(came) => Ok(Some(format!("{came} pictures came."))),
        // A draft thrown away meanwhile needs no pictures.
        Err(desk::Error::NotFound(_)) => Ok(None),
        Err(error) => Err(Trouble::new(error.to_string(), error.is_passing())),
    }
}

/// Who asked for a job.
fn actor(desk: &Desk, account: Option<AccountId>) -> Result<Actor, Trouble> {
    let Some(id) = account else { return Ok(Actor::System) };
    match desk.store().read(|c| store::accounts::by_id(c, id)) {
        Ok(Some(account)) => Ok(Actor::Account(account)),
        Ok(None) => Err(Trouble::new("the account that asked for this is gone".to_owned(), false)),
        Err(error) => Err(Trouble::new(error.to_string(), true)),
    }
}

/// Writes what has been counted; what can't be written now is kept for the next time.
pub fn flush(app: &App) {
    let counts = app.visits().take();
    if counts.is_empty() {
        return;
    }
    if let Err(error) = app.desk().record_visits(&counts) {
        tracing::warn!(%error, "visits could not be written; they are kept and tried again");
        app.visits().put_back(counts);
    }
}

#[cfg(test)]
mod tests {
    use model::{How, JobState};
    use web::{Clipper, Seen};

    use super::*;
    use crate::clock::SystemClock;

    #[test]
    fn a_page_that_can_not_be_fetched_stands_on_what_a_browser_showed() {
        trial::on_both_engines(|store| {
            let desk = Desk::new(store, Arc::new(SystemClock));
            let wire = wire::Wire::new(wire::Config::default()).unwrap();
            let scissors = Scissors::new(desk.clone(), wire);
            let words = "The lamp at the end of the mole has been lit by hand for a hundred and nine years. ";
            let text = format!("<p>{}</p>", words.repeat(5)).repeat(5);
            let html = format!(
                "<title>The lamp</title><article><h1>The lamp</h1><p><img src=\"/lamp.jpg\" alt=\"Lamp\"></p>{text}</article>"
            );
            // An address of an inner network: a person's browser may see it, this server may not.
            let seen = Seen { url: "http://10.0.0.7/lamp".into(), html, selection: None };
            let post = scissors.file_seen(&Actor::System, &seen).unwrap().post;
            while let Some(record) = desk.claim_job(60).unwrap() {
                run(&desk, &scissors, &record, &|| false);
            }
            let jobs = desk.store().read(|c| store::jobs::list(c, 9)).unwrap();
            let said = |name: &str| {
                let record = jobs.iter().find(|record| record.job.name() == name).unwrap();
                assert_eq!(record.state, JobState::Done, "{record:?}");
                record.outcome.clone().unwrap()
            };
            let capture = said("capture");
            assert!(capture.starts_with("Only the page as the browser showed it is kept."), "{capture}");
            assert_eq!(said("fetch_pictures"), "0 pictures came.");
            let missing = desk.missing_pictures(&Actor::System, post).unwrap();
            let addresses: Vec<_> = missing.iter().map(|picture| picture.address.as_str()).collect();
            assert_eq!(addresses, ["http://10.0.0.7/lamp.jpg"]);
            assert!(missing[0].reason.contains("10.0.0.7"), "the address was refused: {missing:?}");
            let draft = desk.post(&Actor::System, post).unwrap();
            assert!(draft.html.contains("lit by hand"));
            let looks = desk.captures(&Actor::System, post).unwrap();
            assert_eq!(looks.iter().map(|look| look.capture.how).collect::<Vec<_>>(), [How::Seen]);
        });
    }
}
