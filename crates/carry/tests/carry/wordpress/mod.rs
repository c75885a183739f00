//! Exports of WordPress, read through the public door.

mod broken;
mod fixture;
mod real;

use crate::exports::{self, Read};
use carry::{Broken, Choices, Pass};
use model::import::Platform;

fn read(text: &str, choices: &Choices) -> Result<Read, Broken> {
    exports::read(Platform::WordPress, &[("site.xml", text.as_bytes())], choices)
}

fn each(text: &str, pass: Pass) -> (Vec<model::import::Entry>, Vec<Broken>, Option<Broken>) {
    let folder = exports::folder(&[("site.xml", text.as_bytes())]);
    let package = carry::Package::open(folder.path()).unwrap();
    let export = carry::export(Platform::WordPress, &package, &Choices::default()).unwrap();
    exports::pass(&*export, pass)
}
