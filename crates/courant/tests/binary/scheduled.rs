//! Backups that a server makes: asked for at the desk, looked through, rotated, brought back.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use crate::http::{self, Answer};
use crate::place::{PASSWORD, Place, Server, on_both, until};

/// An owner at the desk.
struct Owner<'a> {
    server: &'a Server,
    cookie: String,
}

impl Owner<'_> {
    fn of(server: &Server) -> Owner<'_> {
        let owner = Owner { server, cookie: String::new() };
        let form = format!("name=owner&password={}", PASSWORD.replace(' ', "+"));
        let answer = owner.post("/sign-in", &form).expect(303);
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        Owner { cookie, ..owner }
    }

    fn send(&self, method: &str, path: &str, form: &str) -> Answer {
        let origin = format!("http://{}", self.server.address);
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Origin", origin.as_str()),
            ("Cookie", self.cookie.as_str()),
        ];
        http::send(self.server.address, method, path, &headers, form).expect("the server answers")
    }

    fn post(&self, path: &str, form: &str) -> Answer {
        self.send("POST", path, form)
    }

    fn page(&self) -> String {
        self.send("GET", "/desk/backups", "").expect(200).body
    }

    /// Asks for a backup and waits until it is over; the page then.
    fn back_up(&self) -> String {
        self.post("/desk/backups/now", "").expect(303);
        until("the backup is over", || {
            Some(self.page()).filter(|page| page.contains("id=\"job\" data-wait=\"\""))
        })
    }
}

/// The names in a directory that begin and end as those of backups do, in order.
fn backups(shelf: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(shelf).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.starts_with("courant-") && name.ends_with(".backup"));
    names.sort();
    names
}

#[test]
fn a_backup_is_made_looked_through_and_brought_back_and_old_ones_go() {
    on_both(|place| {
        let shelf = place.directory.path().join("backups");
        let place = place.with("COURANT_BACKUP_DIR", shelf.to_str().unwrap());
        assert!(place.run(&["config", "show"]).expect(0).out.contains("/backups\""));
        let token = place.token("owner");
        let server = place.serve().with_token(&token);
        let path = server.publish("Kept by night");
        server.comment(&path, "192.0.2.1", "Me, too").expect(303);
        let owner = Owner::of(&server);
        assert!(owner.page().contains("None was made so far"));
        owner.post("/desk/backups", "rhythm=day&hour=3&newest=2&weeks=0&months=1").expect(303);
        assert!(owner.page().contains("The next one: "));

        // What lies there from before, ours and others'; one run was killed.
        fs::create_dir(&shelf).unwrap();
        let old = |day: &str| format!("courant-2020{day}T030000Z.backup");
        for day in ["0101", "0115", "0201", "0301"] {
            fs::write(shelf.join(old(day)), b"\x1f\x8bcut off").unwrap();
        }
        let others = ["site.backup", "courant-20200101T030000Z.backup~", "courant-2020.backup", "notes.txt"];
        for name in others {
            fs::write(shelf.join(name), "mine").unwrap();
        }
        let left = shelf.join("courant-20200401T030000Z.backup.unfinished");
        fs::write(&left, "half").unwrap();

        let page = owner.back_up();
        assert!(
            page.contains("looked through and whole") && page.contains("It had 2 older ones go"),
            "{page}"
        );
        let there = backups(&shelf);
        assert_eq!(there.len(), 4, "{there:?}");
        assert_eq!(there[..3], ["courant-2020.backup".to_owned(), old("0201"), old("0301")]);
        let new = &there[3];
        assert!(page.contains(new.as_str()) && page.contains("Damaged"), "{page}");
        assert!(!left.exists());
        for name in others {
            assert_eq!(fs::read(shelf.join(name)).unwrap(), b"mine", "{name}");
        }
        // The one that is known to be broken takes no place any more.
        owner.back_up();
        let there = backups(&shelf);
        assert_eq!(there.len(), 4, "{there:?}");
        assert_eq!(there[..3], ["courant-2020.backup".to_owned(), old("0201"), new.clone()]);
        assert!(place.run(&["verify", shelf.join(new).to_str().unwrap()]).expect(0).out.contains("whole"));
        drop(server);

        let other = Place::sqlite();
        let newest = shelf.join(&there[3]);
        assert!(other.run(&["restore", newest.to_str().unwrap()]).expect(0).out.contains("restored"));
        let server = other.serve().with_token(&token);
        assert!(server.get(&path).expect(200).body.contains("Me, too"));
        // The plan came along, and so did the job that was just making this backup; the place did not.
        let page = Owner::of(&server).page();
        assert!(page.contains("COURANT_BACKUP_DIR") && page.contains("The next one: "), "{page}");
    });
}

#[test]
fn what_goes_wrong_is_said_and_costs_no_backup() {
    let place = Place::sqlite();
    let shelf = place.directory.path().join("backups");
    let place = place
        .with("COURANT_BACKUP_DIR", shelf.to_str().unwrap())
        .with("COURANT_BACKUP_PASSPHRASE", "lantern herring sixty one");
    place.token("owner");
    let server = place.serve();
    let owner = Owner::of(&server);
    fs::create_dir(&shelf).unwrap();
    // As large as no disk of ours, and empty.
    let huge = shelf.join("courant-20200101T030000Z.backup");
    let mut file = File::create(&huge).unwrap();
    file.write_all(b"\x1f\x8b").unwrap();
    file.set_len(4 << 40).unwrap();
    let page = owner.back_up();
    assert!(page.contains("was not made") && page.contains("MiB free on the disk"), "{page}");
    assert_eq!(backups(&shelf), ["courant-20200101T030000Z.backup"]);
    fs::remove_file(&huge).unwrap();
    let page = owner.back_up();
    assert!(page.contains("looked through and whole") && !page.contains("was not made"), "{page}");
    let there = backups(&shelf);
    let bytes = fs::read(shelf.join(&there[0])).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1"));
    // While another program makes one, this one waits and says so.
    let lock = File::options().write(true).open(shelf.join(".courant-backup.lock")).unwrap();
    lock.lock().unwrap();
    owner.post("/desk/backups/now", "").expect(303);
    until("it is said", || owner.page().contains("another backup is just being written").then_some(()));
    assert_eq!(backups(&shelf), there);
    drop(lock);
    until("it is tried again", || (backups(&shelf).len() == 2).then_some(()));
    // It ends in order although it has just worked.
    assert_eq!(server.end("-TERM"), Some(0));
}
