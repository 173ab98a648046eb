//! What crosses a wire between a hub and everybody else: requests, answers, live updates, problems.
//!
//! What it is: plain structs, JSON in snake_case, times in RFC 3339 with the site's offset. The
//! names are promises; fields are only added. The same structs are the OpenAPI description.
//!
//! What it is not: it decides nothing and holds no sentence for people. Refusals keep their code
//! and their facts; the words are written at the edge.
//!
//! Read [`ticket`], [`station`] and [`service`] for what residents and volunteers see,
//! [`answer`] for what a command answers, [`problem`] for what a refusal looks like.

pub mod answer;
pub mod appointment;
pub mod audit;
pub mod board;
pub mod card;
pub mod curve;
pub mod dashboard;
pub mod history;
pub mod item;
pub mod kiosk;
pub mod link;
pub mod live;
mod number;
pub mod own_link;
pub mod plan;
pub mod problem;
pub mod proof;
pub mod queue;
pub mod report;
pub mod satellite;
pub mod schema;
pub mod service;
pub mod session;
pub mod settings;
pub mod site;
pub mod station;
pub mod stats;
pub mod ticket;
pub mod time;
pub mod token;

pub use answer::Answer;
pub use appointment::{
    AppointmentAnswer, AppointmentList, AppointmentView, BookAppointment, Booked, CheckIn,
    MoveAppointment, SlotList, SlotView,
};
pub use audit::{AuditEntry, AuditView};
pub use board::{BoardItem, BoardLine, BoardView, CallView};
pub use card::{CardsView, RevokeCard, SetCard};
pub use curve::{
    AskWhatIf, ChangeAsked, CurveLine, CurveView, MayWait, Newcomers, RestOfDay, ServiceCurve,
    TimeSpan, WaitingAt, WhatIfView,
};
pub use dashboard::{DashboardLine, DashboardView};
pub use history::{HistoryTicket, HistoryView};
pub use item::{
    AnnounceItem, FinishRepair, ItemAnswer, ItemList, ItemView, ReceiveItem, RepairList,
    RepairView, StartRepair,
};
pub use kiosk::{
    KioskAdded, KioskAnswer, KioskHere, KioskList, KioskNow, KioskPaired, KioskPatch, KioskView,
    NewKiosk, PairKiosk, PairingCode, PrinterState, PrinterTrouble,
};
pub use link::{LinkAnswer, LinkPage, NewLink};
pub use live::Topic;
pub use plan::{
    EndOfDay, Expected, PlanAsk, PlanCrew, PlanHour, PlanService, PlanView, SetUpAs, SetUpChange,
    SetUpLeft, SetUpLike, SetUpThing,
};
pub use problem::Problem;
pub use proof::{HubProof, ProveHub};
pub use queue::{QueueEntry, QueueView};
pub use report::ReportView;
pub use satellite::{
    ImportRequest, ImportedSync, OwnNumberView, SeriesAnswer, SeriesEntry, SeriesEntryKind,
    SeriesList, SeriesRequest, SeriesView, SyncAnswer, SyncRequest,
};
pub use service::{ServiceAnswer, ServiceList, ServiceView};
pub use session::{SessionList, SessionView, SetPin, SignIn, SignedIn};
pub use settings::{PatchError, ServicePatch, SitePatch, StationPatch};
pub use site::{DayState, DayView, SiteAnswer, SiteList, SiteView, WifiAnswer};
pub use station::{
    CallChosen, CallNext, Outcome, Pause, Seen, StationAnswer, StationList, StationView, Transfer,
    UndoView,
};
pub use stats::{StatsView, WaitStats};
pub use ticket::{
    Cancel, IssueTicket, Issued, Resume, TicketAnswer, TicketView, TransferTicket, WaitView,
};
pub use time::LocalTime;
pub use token::{NewToken, TokenAdded, TokenAnswer, TokenList, TokenPatch, TokenView};
