//! `courant clip`: pages into drafts from a shell.

use std::io::{Read, Write};
use std::process::ExitCode;

use anyhow::Result;
use desk::{Desk, When};
use indicatif::{ProgressBar, ProgressDrawTarget};
use model::{Actor, Clipping, How, PostId};
use serde_json::{Value, json};
use web::Filed;

use crate::clipping::{Fetched, Scissors};
use crate::config::Config;
use crate::parts;

/// Largest file taken.
const LIMIT: u64 = 10 << 20;

/// Clips each source; one that fails gives an error line and the run goes on.
///
/// # Errors
/// When the site can't be opened or standard output fails.
pub fn run(config: &Config, publish: bool, source: Option<&str>, sources: &[String]) -> Result<ExitCode> {
    let desk = parts::desk(config)?;
    let scissors = parts::scissors(config, &desk)?;
    let progress = ProgressBar::with_draw_target(Some(sources.len() as u64), ProgressDrawTarget::stderr());
    let mut failed = 0;
    for asked in sources {
        let line = match clip(&scissors, asked, source).and_then(|done| finish(&desk, done, publish)) {
            Ok(line) => line,
            Err(why) => {
                failed += 1;
                json!({ "url": source.unwrap_or(asked), "error": why })
            }
        };
        progress.suspend(|| writeln!(std::io::stdout(), "{line}"))?;
        progress.inc(1);
    }
    progress.finish_and_clear();
    if failed > 0 {
        let _ = writeln!(
            std::io::stderr(),
            "courant: {failed} of {} could not be clipped; each line says why",
            sources.len()
        );
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

fn clip(scissors: &Scissors, asked: &str, source: Option<&str>) -> Result<(Filed, Clipping), String> {
    let is_address = asked.starts_with("http://") || asked.starts_with("https://");
    if is_address {
        return scissors.clip(&Actor::System, asked).map_err(|error| error.to_string());
    }
    let Some(source) = source else {
        return Err(format!("“{asked}” is a file; say with --source which address it came from"));
    };
    let bytes = read(asked).map_err(|error| format!("can't read {asked}: {error}"))?;
    let now = scissors.now();
    let page = Fetched {
        final_url: source.to_owned(),
        led_here: Vec::new(),
        bytes: bytes.into(),
        content_type: None,
        how: How::File,
        status: 200,
        headers: Vec::new(),
        robots: None,
        at: now,
        until: now,
        hops: Vec::new(),
    };
    scissors.read_and_file(&Actor::System, page, false).map_err(|error| error.to_string())
}

fn read(asked: &str) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if asked == "-" {
        std::io::stdin().take(LIMIT + 1).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(asked)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > LIMIT {
        return Err(std::io::Error::other("it is larger than 10 MiB"));
    }
    Ok(bytes)
}

fn finish(desk: &Desk, (filed, clipping): (Filed, Clipping), publish: bool) -> Result<Value, String> {
    let permalink = if publish { publish_it(desk, filed.post)? } else { already(desk, filed.post)? };
    Ok(json!({ "draft": filed.post, "post": permalink, "clipping": clipping }))
}

fn publish_it(desk: &Desk, post: PostId) -> Result<Option<String>, String> {
    let post = desk
        .publish(&Actor::System, post, When::Now)
        .map_err(|error| format!("clipped as draft {post}, but not published: {error}"))?;
    Ok(post.permalink.map(|permalink| permalink.encoded()))
}

fn already(desk: &Desk, post: PostId) -> Result<Option<String>, String> {
    let post = desk.post(&Actor::System, post).map_err(|error| error.to_string())?;
    Ok(post.published().and(post.permalink).map(|permalink| permalink.encoded()))
}
