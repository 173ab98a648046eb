//! Every page of one made-up morning, rendered from a real state.
//!
//! With `PAIHAO_GALLERY=folder` set, the pages and the files they need are
//! written there, to be looked at in a browser.

use std::path::Path;

use askama::Template;
use domain::settings::Language;
use domain::{Command, ItemCommand, ItemKind, ServiceId, TicketId};
use voice::Voices;

use super::curve::Curves;
use super::frame::Frame;
use super::phone::Carry;
use super::{board, dashboard, desk, home, phone, settings, sign_in};
use crate::files;
use crate::lang::{Words, code};
use crate::views;

mod booking;
mod curve;
mod days;
mod kiosks;
mod morning;
mod plan;
mod staff;

use morning::Morning;

fn addresses() -> phone::Addresses {
    phone::Addresses {
        base: "/t/x".to_owned(),
        part: "/t/x?part=now".to_owned(),
        live: String::new(),
        key: "k".to_owned(),
    }
}

fn phone_page(morning: &Morning, ticket: TicketId, carry: Carry, w: Words) -> String {
    morning.look(|scene| {
        let view = views::known_ticket(scene, ticket).unwrap();
        let around = phone::Around {
            offered: vec![ServiceId::new("repair").unwrap()],
            carry,
            beside: phone::Beside::of(scene, ticket, w, |_| "/t/y".to_owned()),
        };
        let t = phone::PhoneTicket::new(&morning.site, &view, around, w, addresses());
        phone::PhonePage {
            w,
            f: Frame::new(&morning.site, w, "", "/t/x"),
            t,
        }
        .render()
        .unwrap()
    })
}

fn board_page(morning: &Morning, w: Words) -> String {
    morning.look(|scene| {
        let view = views::board(scene, &morning.calls, 1);
        let b = board::Board::new(
            &morning.site,
            &view,
            w,
            Voices::built_in().of(w.0),
            ("/board?part=now".to_owned(), String::new()),
        );
        board::BoardPage {
            w,
            f: Frame::new(&morning.site, w, "", "/board"),
            b,
        }
        .render()
        .unwrap()
    })
}

fn desk_page(morning: &Morning, station: &str, w: Words) -> String {
    morning.look(|scene| {
        let stations = views::stations(scene, true).stations;
        let d = desk::Desk::new(&desk::DeskInput {
            site: &morning.site,
            station: stations.iter().find(|s| s.id.as_str() == station).unwrap(),
            queue: &views::queue(scene, None),
            services: &views::services(scene).services,
            printers: &kiosks::printers(),
            now: morning.now,
            words: w,
            part: "/desk?part=now".to_owned(),
            live: String::new(),
            api: "/api/v1/sites/square".to_owned(),
            switch_to: Some("/desk".to_owned()),
            way: &desk::way::Way {
                prefix: String::new(),
                station: station.to_owned(),
            },
        });
        desk::DeskPage {
            w,
            f: Frame::new(&morning.site, w, "", "/desk"),
            d,
        }
        .render()
        .unwrap()
    })
}

fn dashboard_page(morning: &Morning, w: Words) -> String {
    morning.look(|scene| {
        let view = curve::view(morning, scene);
        let c = Curves::new(&morning.site, &view, w);
        let d = dashboard::Dashboard::new(&dashboard::DashboardInput {
            site: &morning.site,
            view: &views::dashboard(scene, kiosks::kiosks(), 1),
            queue: &views::queue(scene, None),
            services: &views::services(scene).services,
            curve: Some(&view),
            words: w,
        });
        let f = Frame::new(&morning.site, w, "", "/dashboard");
        dashboard::DashboardPage { w, f, d, c }.render().unwrap()
    })
}

fn pages(w: Words) -> Vec<(&'static str, String)> {
    let (empty, morning) = (Morning::new(), Morning::busy());
    let mut pages = vec![
        ("board", board_page(&morning, w)),
        ("board-empty", board_page(&empty, w)),
        ("dashboard", dashboard_page(&morning, w)),
        ("dashboard-empty", dashboard_page(&empty, w)),
        ("desk-called", desk_page(&morning, "3", w)),
        ("desk-serving", desk_page(&morning, "1", w)),
        ("desk-idle", desk_page(&empty, "3", w)),
    ];
    pages.extend(open_pages(&morning, w));
    pages.extend(booking::pages(w));
    pages.extend(settings_pages(&morning, w));
    pages.extend(curve::pages(&morning, w));
    pages.extend(phone_pages(morning, w));
    pages.extend(staff::pages(w));
    pages.extend(days::pages(w));
    pages.extend(plan::pages(w));
    pages
}

fn html(page: &impl Template) -> String {
    page.render().unwrap()
}

fn open_pages(morning: &Morning, w: Words) -> Vec<(&'static str, String)> {
    let services = morning.look(|scene| views::services(scene).services);
    let f = Frame::new(&morning.site, w, "", "/");
    let join = |is_on| {
        let j = home::Join {
            is_on,
            refusal: String::new(),
            key: "k".to_owned(),
            services: home::cards(&morning.site, &services, w),
            books: true,
        };
        html(&home::JoinPage { w, f: f.clone(), j })
    };
    let home = home::Home::new(&morning.site, &services, true, w);
    let message = home::Message {
        heading: w.say("This ticket link is not right").to_owned(),
        text: String::new(),
        icon: "warning",
    };
    let s = sign_in::SignInView {
        heading: w.say("Desk (volunteers)").to_owned(),
        wrong: String::new(),
        known_device: true,
        action: "/sign-in".to_owned(),
        to: "desk".to_owned(),
        key: "k".to_owned(),
        is_plain: true,
    };
    vec![
        (
            "home",
            html(&home::HomePage {
                w,
                f: f.clone(),
                h: home,
            }),
        ),
        ("join", join(true)),
        ("join-off", join(false)),
        (
            "message",
            html(&home::MessagePage {
                w,
                f: f.clone(),
                m: message,
            }),
        ),
        ("sign-in", html(&sign_in::SignInPage { w, f, s })),
    ]
}

fn settings_pages(morning: &Morning, w: Words) -> Vec<(&'static str, String)> {
    let site = &morning.site;
    let f = Frame::new(site, w, "", "/dashboard/settings");
    let s = settings::Settings::new(site, &[], "", w);
    let form = |form| {
        html(&settings::FormPage {
            w,
            f: f.clone(),
            form,
        })
    };
    let service = settings::service::form(&site.services[0].settings, false, w);
    let station = settings::station::form(site, &site.stations[0].settings, true, w);
    vec![
        (
            "settings",
            html(&settings::SettingsPage { w, f: f.clone(), s }),
        ),
        ("form-service", form(service)),
        ("form-station", form(station)),
        ("form-site", form(settings::site::form(&site.settings, w))),
    ]
}

/// A ticket in each state; the last ones are reached by closing the day.
fn phone_pages(mut morning: Morning, w: Words) -> Vec<(&'static str, String)> {
    let in_state = |morning: &Morning, state| {
        let mut newest_first = morning.issued.iter().rev();
        let found = newest_first.find(|id| morning.site.tickets[id].state.name() == state);
        phone_page(morning, *found.unwrap(), Carry::No, w)
    };
    let mut pages = vec![
        ("phone-waiting", in_state(&morning, "waiting")),
        ("phone-called", in_state(&morning, "called")),
        ("phone-serving", in_state(&morning, "serving")),
        ("phone-on-hold", in_state(&morning, "on_hold")),
        ("phone-no-show", in_state(&morning, "no_show")),
        ("phone-served", in_state(&morning, "served")),
    ];
    let ticket = morning.waiting_for("repair");
    pages.push(("phone-repair", phone_page(&morning, ticket, Carry::No, w)));
    morning.run(Command::Item(ItemCommand::Announce {
        ticket,
        kind: Some(ItemKind::RiceCooker),
    }));
    pages.push((
        "phone-repair-chosen",
        phone_page(&morning, ticket, Carry::No, w),
    ));
    let ticket = *morning.issued.last().unwrap();
    morning.run(Command::CancelTicket {
        ticket,
        reason: None,
    });
    pages.push(("phone-cancelled", in_state(&morning, "cancelled")));
    morning.run(Command::CloseDay);
    pages.push(("phone-unserved", in_state(&morning, "unserved")));
    let old = morning.waiting_for("haircut");
    let into = Carry::Into {
        number: "理003".to_owned(),
        page: "/t/y".to_owned(),
    };
    for (name, carry) in [
        ("phone-carry", Carry::Open { by_phone: true }),
        ("phone-carry-kiosk", Carry::Open { by_phone: false }),
        ("phone-carried", into),
    ] {
        pages.push((name, phone_page(&morning, old, carry, w)));
    }
    pages
}

#[test]
fn every_page_renders_in_both_languages_without_inline_code() {
    for language in [Language::Zh, Language::En] {
        for (name, html) in pages(Words(language)) {
            let all_scripts = html.matches("<script").count();
            assert_eq!(
                all_scripts,
                html.matches("<script defer src=\"/assets/").count(),
                "{name}"
            );
            for inline in ["<style", " style=", " onclick=", "javascript:"] {
                assert!(!html.contains(inline), "{name} holds {inline}");
            }
            assert!(
                !html.contains("src=\"\"") && !html.contains("href=\"\""),
                "{name}"
            );
            if let Ok(folder) = std::env::var("PAIHAO_GALLERY") {
                write(
                    Path::new(&folder),
                    &format!("{name}-{}.html", code(language)),
                    &html,
                );
            }
        }
    }
}

#[test]
fn a_phone_loads_at_most_thirty_kilobytes() {
    const LIMIT: usize = 30 * 1024;
    let (ticket, pages_of_site) = (
        ["css/phone.css", "js/phone.js"],
        ["css/pages.css", "css/book.css"],
    );
    let rows = [
        ("phone", ticket),
        ("appointment", ticket),
        ("book", pages_of_site),
        ("join", pages_of_site),
        ("home", pages_of_site),
    ];
    let size = |path: &str| files::find(path).unwrap().data.len();
    let always = size("css/base.css") + size("icons/favicon.svg");
    for language in [Language::Zh, Language::En] {
        for (name, html) in pages(Words(language)) {
            let Some((_, files)) = rows.iter().find(|(start, _)| name.starts_with(start)) else {
                continue;
            };
            let bytes = html.len() + always + files.iter().map(|path| size(path)).sum::<usize>();
            assert!(bytes <= LIMIT, "{name}: {bytes}");
        }
    }
}

fn write(folder: &Path, name: &str, html: &str) {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join(name), html).unwrap();
}
