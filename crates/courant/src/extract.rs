//! `courant extract`: pages in, clippings out, no store.

use std::io::{BufRead, Write};

use anyhow::{Context, Result};
use clip::Page;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    url: String,
    html: String,
}

/// Reads JSON lines until the input ends. A line that can't be read becomes an error line and the run
/// goes on.
///
/// # Errors
/// When input or output itself fails.
pub fn run(input: impl BufRead, mut output: impl Write) -> Result<()> {
    for line in input.split(b'\n') {
        let line = line.context("can't read standard input")?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        serde_json::to_writer(&mut output, &read(&line))?;
        output.write_all(b"\n").context("can't write to standard output")?;
    }
    output.flush().context("can't write to standard output")
}

fn read(line: &[u8]) -> Value {
    let asked: Line = match serde_json::from_slice(line) {
        Ok(asked) => asked,
        Err(error) => {
            return json!({ "id": null, "url": "", "error": format!("this line is not {{\"id\",\"url\",\"html\"}}: {error}") });
        }
    };
    let page = Page {
        url: &asked.url,
        bytes: asked.html.as_bytes(),
        content_type: Some("text/html; charset=utf-8"),
    };
    match clip::read(&page) {
        Ok(clipping) => {
            let mut value = serde_json::to_value(&clipping).unwrap_or_default();
            if let Some(object) = value.as_object_mut() {
                object.insert("id".to_owned(), asked.id);
            }
            value
        }
        Err(error) => json!({ "id": asked.id, "url": asked.url, "error": error.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_out_in_order_and_a_broken_one_does_not_stop_the_run() {
        let text =
            "An article needs enough words to be taken for one, and so this sentence goes on for a while. "
                .repeat(8);
        let html = format!(
            "<html lang=en><title>Bridges</title><article><h1>Bridges</h1><p>{text}</p><p>{text}</p></article>"
        );
        let input = format!(
            "{}\n\nnot json\n{}\n",
            json!({ "id": 7, "url": "https://a.example/x", "html": html }),
            json!({ "id": "b", "url": "https://a.example/y", "html": "" })
        );
        let mut output = Vec::new();
        run(input.as_bytes(), &mut output).unwrap();
        let lines: Vec<Value> =
            String::from_utf8(output).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!((&lines[0]["id"], &lines[0]["headline"]), (&json!(7), &json!("Bridges")));
        assert!(lines[1]["error"].is_string());
        assert_eq!(lines[2]["id"], "b");
        assert!(lines[2]["error"].is_string());
    }
}
