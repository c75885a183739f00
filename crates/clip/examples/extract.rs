//! Reads JSON lines `{"id","url","html"}`, prints a clipping or an error for each: for measuring.

#![expect(clippy::print_stdout, reason = "an example's output")]

use std::io::BufRead;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for line in std::io::stdin().lock().lines() {
        let page: serde_json::Value = serde_json::from_str(&line?)?;
        let part = |key: &str| page.get(key).and_then(|v| v.as_str()).unwrap_or_default();
        let read = clip::read(&clip::Page {
            url: part("url"),
            bytes: part("html").as_bytes(),
            content_type: Some("text/html; charset=utf-8"),
        });
        match read {
            Ok(clipping) => {
                let clipping = model::Clipping { id: Some(part("id").to_owned()), ..clipping };
                println!("{}", serde_json::to_string(&clipping)?);
            }
            Err(why) => println!(
                "{}",
                serde_json::json!({"id": part("id"), "url": part("url"), "error": why.to_string()})
            ),
        }
    }
    Ok(())
}
