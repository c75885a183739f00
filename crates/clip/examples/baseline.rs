//! Reads JSON lines `{"id","url","html"}` with the extraction crate alone and its defaults: the baseline
//! that `bench/` sets beside `courant extract`.

#![expect(clippy::print_stdout, reason = "an example's output")]

use std::io::BufRead;

use serde_json::{Value, json};
use trafilatura::Options;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for line in std::io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let html = page.get("html").and_then(Value::as_str).unwrap_or_default();
        let (id, url) = (page.get("id"), page.get("url"));
        let said = match trafilatura::extract(html, &Options::default()) {
            Ok(result) => {
                let known = result.metadata;
                json!({
                    "id": id, "url": url, "headline": known.title, "dek": known.description, "byline": known.author,
                    "published": known.date.map(|day| day.to_string()), "language": known.language,
                    "site": known.sitename, "lead_image": known.image,
                    "text": result.content_text, "html": result.content_html,
                })
            }
            Err(error) => json!({ "id": id, "url": url, "error": error.to_string() }),
        };
        println!("{said}");
    }
    Ok(())
}
