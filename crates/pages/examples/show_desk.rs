//! Writes every desk page, rendered from samples, into a directory, with the assets beside them: to look
//! at, to validate, to compare. `cargo run --release -p pages --example show_desk -- DIRECTORY`

use std::{env, fs, path::Path};

use pages::{Pages, desk::sample::Samples};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let directory = env::args().nth(1).ok_or("say which directory to write to")?;
    let directory = Path::new(&directory);
    fs::create_dir_all(directory)?;
    let pages = Pages::new()?;
    for (name, html) in Samples::honest().render_all(&pages)? {
        // Opened as files, pages find their assets beside them.
        let html = html.replace("\"/assets/", "\"assets/");
        for path in html.split('"').filter(|text| text.starts_with("assets/")) {
            let name = path.trim_start_matches("assets/");
            let file = pages.asset(name).ok_or_else(|| format!("{path} is not an asset"))?;
            fs::create_dir_all(directory.join("assets"))?;
            fs::write(directory.join("assets").join(name), &file.bytes)?;
        }
        fs::write(directory.join(format!("{name}.html")), html)?;
    }
    Ok(())
}
