//! Everything that can be asked of a site, as rows.
//!
//! In paths and bodies `$ticket` is the arranged ticket's id, `$other` another one's; `$appointment`
//! and `$item` are ids too, `$kiosk` the kiosk's.

use domain::Role;

use crate::stage::State;

mod appointments;
mod items;
mod looking;
mod people;
mod satellites;
mod settings;
mod stations;
mod tickets;

/// One row: what is asked, who may, and what follows from which state.
pub(crate) struct Route {
    /// Method and path below the site's base.
    pub(crate) ask: &'static str,
    /// The body in which nothing is left out; empty for none.
    pub(crate) body: &'static str,
    /// Who may; empty for anybody.
    pub(crate) who: &'static [Role],
    /// From this state it is done with this status.
    pub(crate) ok: (State, u16),
    /// From these states, or with these bodies, it is refused.
    pub(crate) refused: &'static [Refused],
}

/// One refusal.
pub(crate) struct Refused {
    pub(crate) from: State,
    /// Instead of the route's body.
    pub(crate) body: &'static str,
    pub(crate) status: u16,
    pub(crate) code: &'static str,
}

const fn refused(from: State, code: &'static str) -> Refused {
    Refused {
        from,
        body: "",
        status: 409,
        code,
    }
}

const fn with_body(from: State, body: &'static str, status: u16, code: &'static str) -> Refused {
    Refused {
        from,
        body,
        status,
        code,
    }
}

const STAFF: &[Role] = &[Role::Volunteer, Role::TeamLeader, Role::Organiser];
const ISSUERS: &[Role] = &[
    Role::Kiosk,
    Role::Volunteer,
    Role::TeamLeader,
    Role::Organiser,
];
const ORGANISER: &[Role] = &[Role::Organiser];
const ANYBODY: &[Role] = &[];

/// All rows.
pub(crate) fn all() -> impl Iterator<Item = &'static Route> {
    [
        tickets::TICKETS,
        stations::STATIONS,
        appointments::APPOINTMENTS,
        items::ITEMS,
        looking::LOOKING,
        settings::SETTINGS,
        settings::DAY,
        people::PEOPLE,
        satellites::SATELLITES,
    ]
    .into_iter()
    .flatten()
}

/// Looking changes nothing and is refused to nobody who may.
const fn look(ask: &'static str, who: &'static [Role]) -> Route {
    Route {
        ask,
        body: "",
        who,
        ok: (State::CalledAndOther, 200),
        refused: &[],
    }
}
