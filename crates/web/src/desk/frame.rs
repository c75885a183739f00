//! What every page of the desk shows around its own matter.

use model::{JobState, Verdict};
use pages::DeskFrame;

use crate::app::App;
use crate::failure::Failure;
use crate::session::Signed;

/// The frame of a desk page.
///
/// # Errors
/// When the store can't be read.
pub fn frame(
    app: &App,
    signed: &Signed,
    section: &'static str,
    notice: Option<String>,
) -> Result<DeskFrame, Failure> {
    let site = app.desk().site()?;
    let (held, jobs, alerts) = app.desk().store().read::<_, store::Error>(|c| {
        let alerts = store::alerts::count_open(c, pages::NEW_LIMIT)?;
        Ok((store::comments::count(c, Verdict::Held, pages::NEW_LIMIT)?, store::jobs::counts(c)?, alerts))
    })?;
    let failed = jobs.iter().find(|(state, _)| *state == JobState::Failed).map_or(0, |(_, n)| *n);
    Ok(DeskFrame {
        site,
        account: signed.account.clone(),
        held,
        failed_jobs: failed,
        alerts,
        section,
        notice,
    })
}

/// Words for what a redirect's `?done=` says, so that no text from an address reaches a page.
pub fn notice(done: Option<&str>) -> Option<String> {
    let text = match done? {
        "saved" => "Saved.",
        "published" => "Published. Readers can see it now.",
        "scheduled" => "Scheduled. It will be published by itself.",
        "retracted" => "Retracted. Its address now says why.",
        "removed" => "The draft is deleted.",
        "discarded" => "The draft is deleted. This is the piece that tells its story.",
        "apart" => "Noted: two stories. They are not offered for each other again.",
        "clipped" => "Clipped. Have a look, and publish when you are happy with it.",
        "existing" => "You have this already: here it is.",
        "seen" => "Here is what your browser showed. Have a look, and publish when you are happy with it.",
        "kept" => "You have this already: here it is. What your browser showed is kept beside it, below.",
        "reread" => "Read again. The text from before is among the revisions.",
        "taken-back" => "The token is taken back; whoever has it is a stranger now.",
        "judged" => "Done.",
        "blocked" => "Blocked. Comments that meet this from now on are treated so.",
        "unblocked" => "The block is taken down.",
        "undone" => "Taken back. All stands as it did before.",
        "undone-some" => "Taken back, except where somebody has decided since.",
        "added" => "The account is made.",
        "password" => "Your password is changed.",
        "settings" => "The settings are saved.",
        "retry" => "It will be tried again now.",
        "pictures" => "Tried again. A picture that came is in its place; what is still missing says why.",
        "captured" => "The source is captured. Below is what was found of the quotations.",
        "capturing" => "The source is still being captured. Look again in a moment.",
        "uncaptured" => "The source could not be captured now. The reason is among the jobs.",
        "fetching" => "The pictures are still being fetched. Look again in a moment.",
        "feed" => "The feed is added. What it publishes comes in by itself.",
        "feed-known" => "You have this feed already.",
        "feed-look" => "Looked.",
        "feed-pause" => "Paused. Nothing comes in until you resume it.",
        "feed-remove" => "The feed is removed.",
        "list" => "The list is taken in. Its feeds are looked at one after the other.",
        "dismissed" => "All dismissed. They are still under “All items”.",
        "watch-look" => "It is looked at again now. What the look shows stands here in a moment.",
        "watch-deal" => "Dealt with. It is kept with the address, with your name.",
        "watch-stop" => "No longer watched. It can be watched again from “Stopped”.",
        "watch-link" => "The link is changed. Readers see it now.",
        "opened" => "Open: readers can see this copy from the card at the post’s source line.",
        "closed" => "Closed: readers can’t see this copy any more.",
        "chosen" => "Done. Readers see the list like this now.",
        "letter" => "The letter is on its way. What becomes of it stands below in a moment.",
        "import" => "The export is here, and is being read.",
        "import-again" => "It goes on.",
        "backup" => "A backup is being made. This page shows when it is whole.",
        "backup-plan" => "Saved. This is when backups are made from now on, and which stay.",
        "credited" => "Done. What was taken stands at the source’s place now.",
        "uploaded" => "The picture is stored.",
        _ => return None,
    };
    Some(text.to_owned())
}
