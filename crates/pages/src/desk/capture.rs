//! What the desk says of a capture: what the outlet asked of programs, and what follows from it.

use minijinja::Value;
use model::source::host_of;
use model::{Capture, How, NoArchive, Robots, Site};

use super::words::Stamp;

/// For the source's part of the editor.
pub(super) fn view(capture: &Capture, site: &Site) -> Value {
    values! {
        came => match capture.how {
            How::Fetched => "Fetched",
            How::Seen => "Sent from a browser",
            How::File => "Read from a file",
        },
        at => Stamp::of(capture.at, &site.zone()),
        robots => robots(capture),
        noarchive => capture.noarchive.map(|asked| noarchive(capture, asked)),
    }
}

fn robots(capture: &Capture) -> Option<String> {
    let host = host_of(&capture.final_url);
    Some(match &capture.robots {
        Some(Robots::Allowed { line, rule }) => {
            format!("robots.txt of {host} allows this page (line {line}: “{rule}”).")
        }
        Some(Robots::Silent) => format!("robots.txt of {host} has nothing against it."),
        Some(Robots::Absent { status: Some(404 | 410) }) => {
            format!("{host} has no robots.txt, so nothing forbids it.")
        }
        Some(Robots::Absent { status: Some(status) }) => {
            format!("{host} shows no robots.txt (it answered {status}), so nothing forbids it.")
        }
        Some(Robots::Absent { status: None }) => {
            format!("robots.txt of {host} leads nowhere, so nothing forbids it.")
        }
        None if capture.how == How::Seen => {
            format!("robots.txt of {host} is for programs; a person looked, so it was not asked.")
        }
        None => return None,
    })
}

fn noarchive(capture: &Capture, asked: NoArchive) -> String {
    let host = host_of(&capture.final_url);
    let place = match asked {
        NoArchive::Header => "in its answer",
        NoArchive::Page => "in the page",
    };
    format!(
        "{host} asks, {place}, that no copy of the page be shown (noarchive). \
         The copy is kept as evidence for those who work here; readers never see it."
    )
}
