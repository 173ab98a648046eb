//! What volunteers do with things that were left to be repaired.

use domain::refusal::Thing;
use domain::{Command, ItemCommand, ItemId, ItemNumber, Target};
use protocol::{Answer, FinishRepair, ItemAnswer, ItemList, ReceiveItem, StartRepair};

use super::{AtStation, SiteRef, Volunteer};
use crate::problem::Trouble;
use crate::views;

/// The item as it is then, or a refusal of the queue rules.
type Answered = Result<ItemAnswer, Trouble>;

impl AtStation {
    /// Takes an item of whoever is being served here in.
    ///
    /// # Errors
    /// The refusals of taking in; `ticket_changed` if another ticket than the one seen is there.
    pub async fn receive_item(&self, request: ReceiveItem) -> Answered {
        let target = Target::Station(self.station.clone(), request.ticket);
        let command = receive(target, request);
        item(self.acting.submit(Command::Item(command)).await?)
    }
}

impl Volunteer {
    /// Takes one more item of somebody who is or was served today in.
    ///
    /// # Errors
    /// The refusals of taking in.
    pub async fn receive_item(&self, ticket: &str, request: ReceiveItem) -> Answered {
        let target = Target::Ticket(self.ticket(ticket)?);
        self.on_item(receive(target, request)).await
    }

    /// Everything in custody, and what was collected today.
    pub fn items(&self) -> ItemList {
        let site = self.site();
        site.read(|published| views::items(&published.scene(site.now())))
    }

    /// One item, by its id or by the digits on its tag.
    ///
    /// # Errors
    /// `not_found`.
    pub fn item(&self, name: &str) -> Answered {
        let (site, id) = (self.site(), self.item_id(name)?);
        let view = site.read(|published| {
            let known = published.site.items.get(&id)?;
            Some(views::item(&published.scene(site.now()), known))
        });
        let item = view.ok_or_else(|| site.missing(Thing::Item, name))?;
        Ok(ItemAnswer { item })
    }

    /// Begins to work on it.
    ///
    /// # Errors
    /// The refusals of items; `not_allowed` for another's station.
    pub async fn start_repair(&self, name: &str, request: StartRepair) -> Answered {
        if let Some(station) = &request.station
            && !self.reaches(station)
        {
            return Err(Trouble::Forbidden);
        }
        let (item, station) = (self.item_id(name)?, request.station);
        self.on_item(ItemCommand::StartRepair { item, station })
            .await
    }

    /// Says how the repair came out.
    ///
    /// # Errors
    /// The refusals of items.
    pub async fn finish_repair(&self, name: &str, request: FinishRepair) -> Answered {
        self.on_item(ItemCommand::FinishRepair {
            item: self.item_id(name)?,
            outcome: request.outcome,
            ready_on: request.ready_on,
        })
        .await
    }

    /// Calls its owner.
    ///
    /// # Errors
    /// The refusals of items.
    pub async fn call_item_ready(&self, name: &str) -> Answered {
        let item = self.item_id(name)?;
        self.on_item(ItemCommand::CallReady { item }).await
    }

    /// Gives it back.
    ///
    /// # Errors
    /// The refusals of items.
    pub async fn collect_item(&self, name: &str) -> Answered {
        let item = self.item_id(name)?;
        self.on_item(ItemCommand::Collect { item }).await
    }

    fn item_id(&self, name: &str) -> Result<ItemId, Trouble> {
        item_named(self.site(), name).ok_or_else(|| self.site().missing(Thing::Item, name))
    }

    async fn on_item(&self, command: ItemCommand) -> Answered {
        item(self.submit_any(Command::Item(command)).await?)
    }
}

/// The item with that id, or with that number on its tag: `23`, `023` or `件023`.
fn item_named(site: &SiteRef, name: &str) -> Option<ItemId> {
    if let Ok(id) = name.parse() {
        return Some(ItemId(id));
    }
    let number = name.trim_start_matches('件').parse().ok()?;
    site.read(|p| {
        p.site
            .item_by_number(ItemNumber(number))
            .map(|item| item.id)
    })
}

fn receive(target: Target, request: ReceiveItem) -> ItemCommand {
    ItemCommand::Receive {
        target,
        kind: request.kind,
        finish: request.finish,
        subject: None,
    }
}

fn item(answer: Answer) -> Answered {
    let Answer::Item(answer) = answer else {
        return Err(Trouble::Internal);
    };
    Ok(answer)
}
