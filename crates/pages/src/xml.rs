//! Writing XML that stays valid whatever the text.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::Error;

/// An XML document being written.
pub(crate) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A document with its declaration.
    pub(crate) fn new() -> Result<Self, Error> {
        let mut writer = Writer::new(Vec::new());
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        Ok(Xml(writer))
    }

    /// An element with text in it.
    pub(crate) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> Result<(), Error> {
        let text = allowed(text);
        let attributes: Vec<_> = attributes.iter().map(|(key, value)| (*key, allowed(value))).collect();
        self.0
            .create_element(name)
            .with_attributes(attributes.iter().map(|(key, value)| (*key, value.as_ref())))
            .write_text_content(BytesText::new(&text))?;
        Ok(())
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<(), Error> {
        let attributes: Vec<_> = attributes.iter().map(|(key, value)| (*key, allowed(value))).collect();
        self.0
            .create_element(name)
            .with_attributes(attributes.iter().map(|(key, value)| (*key, value.as_ref())))
            .write_empty()?;
        Ok(())
    }

    /// An element with others in it.
    pub(crate) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inner: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        use quick_xml::events::{BytesEnd, BytesStart};
        let attributes: Vec<_> = attributes.iter().map(|(key, value)| (*key, allowed(value))).collect();
        let start = BytesStart::new(name)
            .with_attributes(attributes.iter().map(|(key, value)| (*key, value.as_ref())));
        self.0.write_event(Event::Start(start))?;
        inner(self)?;
        self.0.write_event(Event::End(BytesEnd::new(name)))?;
        Ok(())
    }

    /// The document.
    pub(crate) fn finish(self) -> Result<String, Error> {
        String::from_utf8(self.0.into_inner()).map_err(|error| Error::Document(error.to_string()))
    }
}

/// The text without characters that XML 1.0 can't hold, not even escaped.
fn allowed(text: &str) -> Cow<'_, str> {
    let fits = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(fits) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| fits(*c)).collect())
    }
}
