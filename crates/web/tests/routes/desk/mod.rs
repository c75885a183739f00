//! What people do at the desk.

mod backups;
mod doors;
mod doubles;
pub mod editing;
mod feeds;
mod imports;
mod moderating;
mod people;
mod quotations;
mod seen;
