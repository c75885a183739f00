use model::{AccountId, Role, Scope, Site, Window};
use store::{Error, accounts, attempts, links, sessions, settings, tokens};
use trial::on_both_engines;

use crate::{account, add_account, at};

#[test]
fn accounts_are_found_by_id_and_name_and_a_name_is_taken_once() {
    on_both_engines(|store| {
        let ada = account(1, "Άδα");
        add_account(&store, &ada);
        let twice = store.write(|tx| accounts::add(tx, &account(2, "Άδα"), "hash"));
        assert_eq!(twice, Err(Error::Duplicate { what: "accounts" }));
        add_account(&store, &account(3, "ben"));
        assert_eq!(store.read(|c| accounts::by_id(c, ada.id)).unwrap(), Some(ada.clone()));
        let found = store.read(|c| accounts::by_name(c, "Άδα")).unwrap();
        assert_eq!(found, Some((ada.clone(), "hash".to_owned())));
        assert_eq!(store.read(|c| accounts::by_name(c, "nobody")).unwrap(), None);
        store
            .write(|tx| {
                assert!(accounts::set_password(tx, ada.id, "other")?);
                assert!(accounts::set_role(tx, ada.id, Role::Owner)?);
                assert!(!accounts::set_role(tx, AccountId::from_raw(9), Role::Owner)?);
                Ok::<_, Error>(())
            })
            .unwrap();
        let (changed, hash) = store.read(|c| accounts::by_name(c, "Άδα")).unwrap().unwrap();
        assert_eq!((changed.role, hash.as_str()), (Role::Owner, "other"));
        assert_eq!(store.read(accounts::count).unwrap(), 2);
        assert_eq!(store.read(accounts::list).unwrap(), [changed, account(3, "ben")]);
    });
}

#[test]
fn a_session_ends_by_itself_or_when_it_is_ended() {
    on_both_engines(|store| {
        let ada = account(1, "ada");
        add_account(&store, &ada);
        for digest in ["a", "b", "c"] {
            store.write(|tx| sessions::add(tx, digest, ada.id, at(60), at(0))).unwrap();
        }
        let whose =
            |digest, now| store.read(|c| sessions::account(c, digest, at(now))).unwrap().map(|a| a.name);
        assert_eq!(whose("a", 59).as_deref(), Some("ada"));
        assert_eq!((whose("a", 60), whose("x", 0)), (None, None));
        store.write(|tx| sessions::remove(tx, "a")).unwrap();
        assert_eq!((whose("a", 0), whose("b", 0).as_deref()), (None, Some("ada")));
        assert_eq!(store.write(|tx| sessions::sweep(tx, at(59))).unwrap(), 0);
        store.write(|tx| sessions::remove_of(tx, ada.id)).unwrap();
        assert_eq!(whose("b", 0), None);
        let ghost = store.write(|tx| sessions::add(tx, "d", AccountId::from_raw(9), at(60), at(0)));
        assert_eq!(ghost, Err(Error::Reference));
    });
}

#[test]
fn a_token_acts_for_its_account_until_taken_back() {
    on_both_engines(|store| {
        let ada = account(1, "ada");
        add_account(&store, &ada);
        let (phone, laptop) = ("a".repeat(64), "b".repeat(64));
        store.write(|tx| tokens::add(tx, &phone, ada.id, "phone", Scope::Clip, at(1))).unwrap();
        store.write(|tx| tokens::add(tx, &laptop, ada.id, "laptop", Scope::All, at(2))).unwrap();
        let holder = |digest: &str| store.read(|c| tokens::holder(c, digest)).unwrap();
        assert_eq!(holder(&phone), Some((ada.clone(), Scope::Clip, None)));
        store.write(|tx| tokens::used(tx, &phone, at(9))).unwrap();
        assert_eq!(holder(&phone), Some((ada.clone(), Scope::Clip, Some(at(9)))));
        let listed = store.read(|c| tokens::of_account(c, ada.id)).unwrap();
        let shown: Vec<_> = listed.iter().map(|t| (t.label.as_str(), t.scope, t.created, t.used)).collect();
        assert_eq!(shown, [("laptop", Scope::All, at(2), None), ("phone", Scope::Clip, at(1), Some(at(9)))]);
        let remove = |account, mark: &str| store.write(|tx| tokens::remove(tx, account, mark)).unwrap();
        assert!(!remove(AccountId::from_raw(2), &listed[1].mark), "another's token");
        assert!(!remove(ada.id, "") && remove(ada.id, &listed[1].mark));
        assert_eq!(holder(&phone), None);
        store.write(|tx| tokens::remove_of(tx, ada.id)).unwrap();
        assert_eq!(holder(&laptop), None);
    });
}

#[test]
fn a_link_is_used_once_and_in_time() {
    on_both_engines(|store| {
        add_account(&store, &account(1, "ada"));
        let ada = Some(AccountId::from_raw(1));
        store.write(|tx| links::add(tx, "s", "sign-in", ada, at(60))).unwrap();
        store.write(|tx| links::add(tx, "o", "owner", None, at(60))).unwrap();
        assert_eq!(store.read(|c| links::peek(c, "s", at(1))).unwrap(), Some(("sign-in".into(), ada)));
        assert_eq!(store.write(|tx| links::take(tx, "s", at(60))).unwrap(), None);
        assert_eq!(store.write(|tx| links::take(tx, "s", at(59))).unwrap(), Some(("sign-in".into(), ada)));
        assert_eq!(store.write(|tx| links::take(tx, "s", at(59))).unwrap(), None);
        store.write(|tx| links::remove_kind(tx, "owner")).unwrap();
        assert_eq!(store.read(|c| links::peek(c, "o", at(1))).unwrap(), None);
        store.write(|tx| links::add(tx, "z", "owner", None, at(60))).unwrap();
        assert_eq!(store.write(|tx| links::sweep(tx, at(60))).unwrap(), 1);
    });
}

#[test]
fn attempts_are_counted_since_a_moment() {
    on_both_engines(|store| {
        for seconds in [0, 10, 10, 20] {
            store.write(|tx| attempts::add(tx, "ada", at(seconds))).unwrap();
        }
        let count = |since| store.read(|c| attempts::count_since(c, "ada", at(since))).unwrap();
        assert_eq!((count(0), count(10), count(21)), (4, 3, 0));
        assert_eq!(store.write(|tx| attempts::sweep(tx, at(10))).unwrap(), 1);
        store.write(|tx| attempts::clear(tx, "ada")).unwrap();
        assert_eq!(count(0), 0);
    });
}

#[test]
fn the_site_is_a_new_one_until_it_is_saved() {
    on_both_engines(|store| {
        assert_eq!(store.read(settings::site).unwrap(), Site::default());
        let site = Site { name: "Ημέρα".into(), popular_window: Window::All, ..Site::default() };
        store.write(|tx| settings::save_site(tx, &site)).unwrap();
        store.write(|tx| settings::save_site(tx, &site)).unwrap();
        assert_eq!(store.read(settings::site).unwrap(), site);
        store.write(|tx| settings::set(tx, "salt", "1")).unwrap();
        store.write(|tx| settings::set(tx, "salt", "2")).unwrap();
        assert_eq!(store.read(|c| settings::get(c, "salt")).unwrap().as_deref(), Some("2"));
        assert_eq!(store.read(|c| settings::get(c, "none")).unwrap(), None);
    });
}
