//! The engine: templates, words and files, read once.

use std::sync::Arc;

use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};
use rust_embed::Embed;

use crate::assets::{Asset, Assets};
use crate::words::Words;
use crate::{Error, Frame};

#[derive(Embed)]
#[folder = "templates"]
#[include = "**/*.html"]
struct Templates;

/// Makes every page. Built once; cheap to share between threads.
#[derive(Debug)]
pub struct Pages {
    environment: Environment<'static>,
    assets: Arc<Assets>,
    words: Words,
}

impl Pages {
    /// Reads the embedded templates, words and files.
    ///
    /// # Errors
    /// When a template or the words of a language can't be parsed.
    pub fn new() -> Result<Self, Error> {
        let assets = Arc::new(Assets::embedded());
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(crate::escape::write);
        for name in Templates::iter() {
            let Some(file) = Templates::get(&name) else { continue };
            let text = String::from_utf8_lossy(&file.data).into_owned();
            environment
                .add_template_owned(name.to_string(), text)
                .map_err(|error| Error::template(&name, &error))?;
        }
        let files = Arc::clone(&assets);
        environment.add_function("asset", move |name: &str| {
            files.path(name).map(str::to_owned).ok_or_else(|| {
                minijinja::Error::new(ErrorKind::InvalidOperation, format!("there is no asset {name}"))
            })
        });
        Ok(Pages { environment, assets, words: Words::embedded()? })
    }

    /// A file of the theme, by the last part of its path (`site.0123456789ab.css`).
    pub fn asset(&self, file_name: &str) -> Option<Asset> {
        self.assets.get(file_name).cloned()
    }

    /// The path at which a file of the theme is served: `/assets/site.0123456789ab.css` for `site.css`.
    /// A name there is no file for comes back under `/assets/`, where it is not found.
    pub fn asset_path(&self, name: &str) -> String {
        self.assets.path(name).map_or_else(|| format!("/assets/{name}"), str::to_owned)
    }

    /// The last parts of all paths under `/assets/`, for static copies of the site.
    pub fn asset_file_names(&self) -> Vec<String> {
        self.assets.file_names().map(str::to_owned).collect()
    }

    /// The site's own words.
    pub(crate) fn words(&self) -> &Words {
        &self.words
    }

    /// Fills a template. Serde values go in as `minijinja::value::Serde(&value)`.
    pub(crate) fn render(&self, template: &str, context: impl Into<Value>) -> Result<String, Error> {
        self.environment
            .get_template(template)
            .and_then(|found| found.render(context))
            .map_err(|error| Error::template(template, &error))
    }

    /// Fills a public page's template: what is given, and the frame around it.
    pub(crate) fn render_public(
        &self,
        template: &str,
        frame: &Frame,
        context: impl Into<Value>,
    ) -> Result<String, Error> {
        let around = frame.values(&self.words);
        self.render(template, minijinja::value::merge_maps([context.into(), around]))
    }
}
