//! Remarks that come at the same moment, taken in one transaction: what they need to know is asked once for all of them,
//! they are ruled on one by one as if each came alone behind those before it, and their rows are written together.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use model::{
    AccountId, Comment, CommentId, CommentMode, Grounds, Moment, Origin, Permalink, RawRemark, Remark, Site,
    Verdict, Verified,
};
use store::comments::{Decision, Fresh};
use store::posts::subject::{self, State, Subject};
use store::{Conn, Tx, blocks, comments, settings};

use crate::comment::{Arrival, Commented, DOUBLE_CLICK, Talk, answered, as_told, fingerprint, no_post};
use crate::conversation::{CommentPlace, places_of_new, talked};
use crate::ruling::Ruling;
use crate::weigh::{Load, Scales, Weighed};
use crate::{Desk, Error, secret};

/// A remark made ready: all that can be done before its turn to be written comes is not done in it.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) at: Permalink,
    pub(crate) remark: Remark,
    pub(crate) html: String,
    pub(crate) raw: RawRemark,
    pub(crate) from: IpAddr,
    pub(crate) now: Moment,
    pub(crate) secret: String,
    /// Whose it is, of those who are signed in.
    pub(crate) account: Option<AccountId>,
    /// What is weighed of it; `None` for those who are signed in.
    pub(crate) load: Option<Load>,
    /// Whether it came slowly enough. Asked once, however often its turn is repeated.
    pub(crate) passed: OnceCell<Result<(), Error>>,
    /// Whether it came as one of very many; asked once, too.
    pub(crate) rushed: OnceCell<bool>,
}

/// What comes of a remark in its transaction.
enum Fate {
    /// It is the same as one that was there.
    Told(Commented),
    /// It is the same as another of its transaction.
    Again(usize),
    Taken {
        id: CommentId,
        verdict: Verdict,
        rush: bool,
        place: Option<CommentPlace>,
    },
}

/// A remark that may come in, with what is known of it so far.
struct Coming {
    about: usize,
    answered: Option<Comment>,
    verified: Verified,
    /// Whether a person has approved one of its author's before.
    known: bool,
    fingerprint: String,
}

/// Remarks as they come: what is known of each, or why it can't come in.
struct Arrived {
    /// The posts that are talked about.
    talks: Vec<Talk>,
    coming: Vec<Result<Coming, Error>>,
}

/// Remarks that come in, by their number, and what has become of all others.
struct Admitted {
    coming: Vec<(usize, Coming)>,
    fates: Vec<Result<Fate, Error>>,
}

/// The posts that were talked about last: reading one with all its text for each remark costs more than looking whether it is
/// still as it was.
#[derive(Default)]
pub(crate) struct Subjects(Mutex<Vec<(Permalink, Arc<Subject>, State)>>);

impl Subjects {
    /// Most posts remembered; each takes some kilobytes.
    const REMEMBERED: usize = 32;

    /// What is talked about at an address, as this transaction sees it.
    fn at(&self, conn: &mut Conn, at: &Permalink) -> Result<Option<Arc<Subject>>, Error> {
        let known = {
            let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            known
                .iter()
                .find(|(address, ..)| address == at)
                .map(|(_, about, state)| (about.clone(), state.clone()))
        };
        if let Some((about, state)) = known
            && subject::is_still(conn, at, (&about, &state))?
        {
            return Ok(Some(about));
        }
        let Some((about, state)) = subject::at(conn, at)? else { return Ok(None) };
        let about = Arc::new(about);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|(address, ..)| address != at);
        if known.len() >= Subjects::REMEMBERED {
            known.remove(0);
        }
        known.push((at.clone(), about.clone(), state));
        Ok(Some(about))
    }
}

impl std::fmt::Debug for Subjects {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Subjects")
    }
}

impl Desk {
    /// Takes remarks; what comes of each, in their order.
    pub(crate) fn take(&self, ready: &[Ready]) -> Vec<Result<Commented, Error>> {
        let error = match self.take_in_one(ready) {
            Ok(told) => return told,
            Err(error) if ready.len() == 1 => return vec![Err(error)],
            Err(error) => error,
        };
        // One of them may be what can't be written. Each alone, then; but not when there is nothing to write to.
        let mut away = matches!(error, Error::Unavailable(_)).then_some(error);
        let alone = |one: &Ready| {
            if let Some(error) = &away {
                return Err(error.clone());
            }
            let told = self.take_in_one(std::slice::from_ref(one));
            let told = told.and_then(|mut told| told.pop().unwrap_or_else(|| Err(no_post())));
            away = told.as_ref().err().filter(|error| matches!(error, Error::Unavailable(_))).cloned();
            told
        };
        ready.iter().map(alone).collect()
    }

    /// Takes remarks in one transaction. The outer error is that of all.
    fn take_in_one(&self, ready: &[Ready]) -> Result<Vec<Result<Commented, Error>>, Error> {
        let fates = self.write(|tx| self.write_remarks(tx, ready))?;
        for (fate, one) in fates.iter().zip(ready) {
            if let Ok(Fate::Taken { id, .. }) = fate {
                self.just_said.keep(*id, one.from, one.now, &one.secret);
            }
        }
        let told = |at: usize| -> Result<Commented, Error> {
            let one = &ready[at];
            let (first, secret) = match &fates[at] {
                Err(error) => return Err(error.clone()),
                Ok(Fate::Told(told)) => return Ok(told.clone()),
                Ok(Fate::Again(first)) => (&fates[*first], None),
                taken => (taken, Some(one.secret.clone())),
            };
            let Ok(Fate::Taken { id, verdict, rush, place }) = first else {
                return Err(Error::Internal("a remark was said again that was not said".to_owned()));
            };
            let again = secret.is_none();
            let secret = secret.or_else(|| self.just_said.secret(*id, one.from, one.now));
            let rush = *rush && !again;
            Ok(Commented { id: *id, verdict: as_told(*verdict), secret, rush, place: place.clone() })
        };
        Ok((0..ready.len()).map(told).collect())
    }

    fn write_remarks(&self, tx: &mut Tx, ready: &[Ready]) -> Result<Vec<Result<Fate, Error>>, Error> {
        let site = settings::site(tx)?;
        let Arrived { talks, coming } = self.arrived(tx, ready, &site)?;
        let Admitted { coming, mut fates } = self.admitted(tx, ready, coming, &talks)?;
        let scales = weighed(tx, ready, &coming, &talks)?;
        let blocks = if scales.is_empty() { Vec::new() } else { blocks::all(tx)? };
        let mut weighed = scales.iter();
        let (mut fresh, mut rulings) = (Vec::with_capacity(coming.len()), Vec::new());
        for (at, coming) in coming {
            let one = &ready[at];
            let scales = one.load.as_ref().and_then(|_| weighed.next());
            let ruling = match scales {
                None => Ruling::trusting(),
                Some(scales) => {
                    let rushed = one.rushed.get().copied().unwrap_or(false);
                    let arrival = Arrival { from: one.from, trapped: one.raw.is_trapped(), rushed };
                    talks[coming.about].rule(
                        (&one.remark, &one.html),
                        coming.known,
                        arrival,
                        (&site, &blocks),
                        scales,
                    )
                }
            };
            let id = CommentId::from_raw(self.ids.next_raw());
            let rush = ruling.grounds == Grounds::Rush;
            fates[at] = Ok(Fate::Taken { id, verdict: ruling.verdict, rush, place: None });
            let comment = one.comment(id, &coming, talks[coming.about].about(), &ruling);
            let weighing = scales.map(Scales::weighing);
            let secret = Some(secret::digest(&one.secret));
            fresh.push(Fresh { comment, fingerprint: coming.fingerprint, secret, weighing });
            rulings.push((at, ruling));
        }
        comments::add_all(tx, &fresh)?;
        let told_why: Vec<(CommentId, u32, Decision<'_>, Moment)> = fresh
            .iter()
            .zip(&rulings)
            .filter(|(_, (_, ruling))| ruling.grounds != Grounds::Mode)
            .map(|(fresh, (at, ruling))| (fresh.comment.id, 1, ruling.decision(), ready[*at].now))
            .collect();
        comments::verdicts_add(tx, &told_why)?;
        let shown = fresh.iter().zip(&rulings).filter(|(_, (_, ruling))| ruling.verdict == Verdict::Approved);
        let mut places = places_of_new(tx, shown.map(|(fresh, (at, _))| (&ready[*at].at, &fresh.comment)))?;
        for (fresh, (at, ruling)) in fresh.iter().zip(&rulings) {
            if let Ok(Fate::Taken { place, .. }) = &mut fates[*at] {
                *place = places.remove(&fresh.comment.id);
            }
            self.mail_about(tx, &fresh.comment, ready[*at].remark.answers)?;
            if ruling.verdict == Verdict::Approved {
                talked(tx, fresh.comment.post);
            }
        }
        Ok(fates)
    }

    /// The posts that are talked about, and of each remark what is known of it, or why it can't come in.
    fn arrived(&self, tx: &mut Tx, ready: &[Ready], site: &Site) -> Result<Arrived, Error> {
        let mut places: HashMap<&Permalink, Result<usize, Error>> = HashMap::new();
        let mut talks = Vec::new();
        let mut coming = Vec::with_capacity(ready.len());
        for one in ready {
            let place = match places.get(&one.at) {
                Some(place) => place.clone(),
                None => {
                    let talk = match self.subjects.at(tx, &one.at)? {
                        Some(about) => Talk::about_it(about, site, one.now),
                        None => Err(no_post()),
                    };
                    let place = talk.map(|talk| {
                        talks.push(talk);
                        talks.len() - 1
                    });
                    places.insert(&one.at, place.clone());
                    place
                }
            };
            coming.push(match place {
                Ok(about) => self.look_at(tx, one, (about, &talks[about])).map(Ok).or_else(expected)?,
                Err(error) => Err(error),
            });
        }
        Ok(Arrived { talks, coming })
    }

    fn look_at(&self, tx: &mut Tx, one: &Ready, (about, talk): (usize, &Talk)) -> Result<Coming, Error> {
        let answered = answered(tx, talk.about().id, &one.remark)?;
        let verified = match one.account {
            Some(account) => Verified::Account(account),
            None => self.verified(tx, &one.remark, one.raw.remembered.as_deref())?,
        };
        let fingerprint = fingerprint(talk.about().id, &one.remark);
        // Of those who are signed in it is not asked. Of others that they are known by their names is asked for all at once.
        let known = match verified {
            Verified::Guest(guest) if talk.minds_who() => comments::is_known_guest(tx, guest)?,
            _ => false,
        };
        Ok(Coming { about, answered, verified, known, fingerprint })
    }

    /// Those that come in: neither said before nor too fast. With what has become of all others.
    fn admitted(
        &self,
        tx: &mut Tx,
        ready: &[Ready],
        coming: Vec<Result<Coming, Error>>,
        talks: &[Talk],
    ) -> Result<Admitted, Error> {
        let there: Vec<usize> = (0..ready.len()).filter(|at| coming[*at].is_ok()).collect();
        let asked: Vec<(&str, Moment)> = coming
            .iter()
            .zip(ready)
            .filter_map(|(coming, one)| Some((coming.as_ref().ok()?.fingerprint.as_str(), one.since())))
            .collect();
        let mut said: HashMap<usize, Comment> = HashMap::new();
        for (at, first) in there.iter().zip(comments::said_of(tx, &asked)?) {
            said.extend(first.map(|first| (*at, first)));
        }
        let known = known_by_name(tx, ready, &coming, talks)?;
        let mut fates = Vec::with_capacity(ready.len());
        let mut admitted: Vec<(usize, Coming)> = Vec::new();
        let mut firsts: HashMap<String, usize> = HashMap::new();
        for (at, coming) in coming.into_iter().enumerate() {
            let one = &ready[at];
            let mut coming = match coming {
                Ok(coming) => coming,
                Err(error) => {
                    fates.push(Err(error));
                    continue;
                }
            };
            if let Some(first) = said.get(&at) {
                fates.push(Ok(Fate::Told(self.told_again(tx, &one.at, first, one.from)?)));
                continue;
            }
            if let Some(first) = firsts.get(&coming.fingerprint) {
                fates.push(Ok(Fate::Again(*first)));
                continue;
            }
            if one.account.is_none()
                && let Err(error) = one.passed.get_or_init(|| self.gate.pass(one.from))
            {
                fates.push(Err(error.clone()));
                continue;
            }
            let name = (one.remark.name.as_str(), one.remark.email.as_deref().unwrap_or_default());
            coming.known |= known.get(&name).copied().unwrap_or(false) && talks[coming.about].minds_who();
            // Those whom the site knows are part of no flood.
            if one.account.is_none() && !coming.known {
                one.rushed.get_or_init(|| {
                    self.rush.arrives(one.now) && !self.rush.spend(&one.at, &one.raw, one.now)
                });
            }
            firsts.insert(coming.fingerprint.clone(), at);
            fates.push(Ok(Fate::Again(at)));
            admitted.push((at, coming));
        }
        Ok(Admitted { coming: admitted, fates })
    }
}

/// Whom the site knows by name and address, of those of whom it matters.
fn known_by_name<'a>(
    tx: &mut Tx,
    ready: &'a [Ready],
    coming: &[Result<Coming, Error>],
    talks: &[Talk],
) -> Result<HashMap<(&'a str, &'a str), bool>, Error> {
    let mut names: Vec<(&str, &str)> = coming
        .iter()
        .zip(ready)
        .filter(|(_, one)| one.account.is_none())
        .filter_map(|(coming, one)| {
            let coming = coming.as_ref().ok()?;
            let asked = talks[coming.about].minds_who() && !coming.known;
            Some((one.remark.name.as_str(), one.remark.email.as_deref().filter(|_| asked)?))
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    let known = comments::are_known(tx, &names)?;
    Ok(names.into_iter().zip(known).collect())
}

/// Those that are weighed, in their order.
fn weighed(
    tx: &mut Tx,
    ready: &[Ready],
    admitted: &[(usize, Coming)],
    talks: &[Talk],
) -> Result<Vec<Scales>, Error> {
    let weighed: Vec<Weighed<'_>> = admitted
        .iter()
        .filter_map(|(at, coming)| {
            let one = &ready[*at];
            let load = one.load.as_ref()?;
            Some(Weighed {
                post: talks[coming.about].about(),
                remark: &one.remark,
                load,
                from: one.from,
                own: None,
                now: one.now,
            })
        })
        .collect();
    Scales::weigh_all(tx, &weighed)
}

/// What a sender is told is an answer to him; all else is everybody's trouble.
fn expected<T>(error: Error) -> Result<Result<T, Error>, Error> {
    match error {
        Error::Unavailable(_) | Error::Internal(_) | Error::Conflict(_) => Err(error),
        told => Ok(Err(told)),
    }
}

impl Ready {
    /// From when on the same words are a double click.
    fn since(&self) -> Moment {
        self.now.plus_seconds(-DOUBLE_CLICK)
    }

    fn comment(&self, id: CommentId, coming: &Coming, about: &Subject, ruling: &Ruling) -> Comment {
        let remark = &self.remark;
        Comment {
            id,
            post: about.id,
            parent: remark.parent,
            root: coming.answered.as_ref().map_or(id, |parent| parent.root),
            origin: Origin::Form,
            verified: coming.verified,
            name: remark.name.clone(),
            email: remark.email.clone(),
            website: remark.website.clone(),
            body: remark.body.clone(),
            html: self.html.clone(),
            verdict: ruling.verdict,
            judged: u32::from(ruling.grounds != Grounds::Mode),
            answers: 0,
            created: self.now,
            edited: None,
            edited_here: false,
            flags: 0,
            anchor: None,
        }
    }
}

impl Talk {
    /// Whether it matters here who somebody is.
    pub(crate) fn minds_who(&self) -> bool {
        matches!(self.mode(), CommentMode::Known | CommentMode::Open)
    }
}
