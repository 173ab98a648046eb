use std::sync::Mutex;

use hub::config::Config;
use tokio::sync::mpsc;
use voice::Sound;

use super::*;
use crate::{
    flow::{Line, Order},
    one_box::OneBox,
    worker::HubPort,
};

/// What was played, and what comes of it.
struct Tape {
    heard: mpsc::UnboundedSender<Vec<u8>>,
    /// A sound lasts until this lets it end.
    end: tokio::sync::Mutex<mpsc::UnboundedReceiver<Result<(), Trouble>>>,
    sounding: Arc<Mutex<usize>>,
}

/// Counts one sound while it lives, also when it is cut off.
struct Sounding(Arc<Mutex<usize>>);

impl Sounding {
    fn new(count: &Arc<Mutex<usize>>) -> Self {
        let mut sounding = count.lock().unwrap();
        assert_eq!(*sounding, 0, "two announcements at once");
        *sounding += 1;
        drop(sounding);
        Self(Arc::clone(count))
    }
}

impl Drop for Sounding {
    fn drop(&mut self) {
        *self.0.lock().unwrap() -= 1;
    }
}

impl Player for Tape {
    async fn play(&self, wav: Vec<u8>) -> Result<(), Trouble> {
        let _sounding = Sounding::new(&self.sounding);
        self.heard.send(wav).unwrap();
        let ended = self.end.lock().await.recv().await;
        ended.unwrap_or(Ok(()))
    }
}

/// A hub, a kiosk's voice, and what is heard of it.
struct Square {
    port: crate::worker::http::HttpPort,
    running: hub::start::Running,
    manner: watch::Sender<Manner>,
    heard: mpsc::UnboundedReceiver<Vec<u8>>,
    end: mpsc::UnboundedSender<Result<(), Trouble>>,
    told: mpsc::UnboundedReceiver<Option<Trouble>>,
    sounding: Arc<Mutex<usize>>,
    _folder: tempfile::TempDir,
}

impl Square {
    async fn new(volume: Volume, lang: Lang) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            data_dir: folder.path().to_owned(),
            listen: "127.0.0.1:0".parse().unwrap(),
            public_url: None,
            empty: false,
            demo: false,
            announce: false,
            join: false,
            printer: None,
        };
        let running = hub::start::start(config).await.unwrap();
        let port = OneBox::of(&running).unwrap().port.unwrap();
        let (manner, spoken) = watch::channel(Manner { volume, lang });
        let (heard_in, heard) = mpsc::unbounded_channel();
        let (end, end_out) = mpsc::unbounded_channel();
        let (told_in, told) = mpsc::unbounded_channel();
        let sounding = Arc::new(Mutex::new(0));
        let tape = Tape {
            heard: heard_in,
            end: tokio::sync::Mutex::new(end_out),
            sounding: Arc::clone(&sounding),
        };
        let calls = Calls {
            site: port.site().clone(),
            data_dir: None,
        };
        tokio::spawn(run(calls, spoken, tape, move |trouble| {
            let _gone_at_the_end = told_in.send(trouble);
        }));
        // It begins with the volume of now, not with one that a test sets next.
        tokio::task::yield_now().await;
        Self {
            port,
            running,
            manner,
            heard,
            end,
            told,
            sounding,
            _folder: folder,
        }
    }

    /// So many numbers for a haircut, and a call at each of the stations.
    async fn call(&self, stations: &[&str]) {
        for station in stations {
            let order = Order::Line(Line::of("haircut"));
            let key = format!("key-{station}");
            self.port.issue(&order, &key).await.unwrap();
            let call = protocol::CallNext::default();
            let key = client::Key::new(&format!("call-{station}"));
            let organiser = self.port.organiser().unwrap();
            organiser.call_next(station, &call, &key).await.unwrap();
        }
    }

    fn set(&self, volume: Volume) {
        self.manner.send_modify(|manner| manner.volume = volume);
    }

    /// The next sound must be this call, or the chime alone.
    async fn hears(&mut self, call: Option<(u32, &str)>) {
        let heard = self.heard.recv().await.unwrap();
        let manner = *self.manner.borrow();
        let what = call.map(|(shown, station)| Announcement::Call {
            service: LocalText {
                zh: "理发".to_owned(),
                en: "Haircut".to_owned(),
            },
            number: TicketNumber {
                prefix: "理".into(),
                stem: None,
                shown,
            },
            station: station.to_owned(),
        });
        let expected = join(&Voices::built_in(), manner, what.as_ref()).unwrap();
        let same = heard == expected;
        assert!(same, "another sound than {call:?}");
    }

    fn ends(&self, how: Result<(), Trouble>) {
        self.end.send(how).unwrap();
    }
}

#[tokio::test]
async fn calls_are_spoken_in_their_order_and_never_over_each_other() {
    for lang in [Lang::Zh, Lang::En] {
        let mut square = Square::new(Volume::Loud, lang).await;
        square.call(&["1", "2", "3"]).await;
        for (shown, station) in [(1, "1"), (2, "2"), (3, "3")] {
            square.hears(Some((shown, station))).await;
            assert!(square.heard.try_recv().is_err());
            square.ends(Ok(()));
            assert_eq!(square.told.recv().await, Some(None));
        }
        square.running.stop().await.unwrap();
    }
}

#[test]
fn a_board_tells_calls_and_ready_things_the_newest_first_and_an_undone_call_is_dropped() {
    let board = |calls: serde_json::Value| -> BoardView {
        let at = |second: u32| format!("2026-03-07T09:00:{second:02}+08:00");
        let called: Vec<serde_json::Value> = calls
            .as_array()
            .unwrap()
            .iter()
            .map(|n| {
                serde_json::json!({
                    "call": format!("理{n}"), "number": format!("理00{n}"), "prefix": "理",
                    "shown": n, "service": "haircut", "station": "1", "times": 1,
                    "at": at(n.as_u64().unwrap() as u32), "is_expected": true,
                })
            })
            .collect();
        let board = serde_json::json!({
            "version": 1, "site": "square", "name": {"zh": "广场", "en": "Square"},
            "at": at(9), "calls": called,
            "items": [{"number": "件023", "kind": "lamp", "at": at(2)}],
            "lines": [{
                "id": "haircut", "name": {"zh": "理发", "en": "Haircut"}, "icon": "haircut",
                "colour": "cinnabar", "policy": "arrival", "waiting": 0, "next": [],
                "stations_open": 1, "closes": null, "is_issuing": true,
            }],
        });
        serde_json::from_value(board).unwrap()
    };
    let said = |what: &Announcement| match what {
        Announcement::Call {
            service, number, ..
        } => format!("{} {number}", service.zh),
        Announcement::Ready { number } => format!("ready {number}"),
    };
    let shown = fresh(&board(serde_json::json!([3, 1])));
    let texts: Vec<String> = shown.iter().map(|fresh| said(&fresh.what)).collect();
    assert_eq!(texts, ["理发 理003", "ready 23", "理发 理001"]);
    assert_eq!(shown[0].age_secs, 6);
    let mut queue = Queue::default();
    queue.take(shown);
    queue.take(fresh(&board(serde_json::json!([1]))));
    let left: Vec<String> = std::iter::from_fn(|| queue.take_next())
        .map(|what| said(&what))
        .collect();
    assert_eq!(left, ["理发 理001", "ready 23"]);
}

#[tokio::test]
async fn a_screen_that_is_switched_on_tells_its_volume_and_switched_off_it_stops_at_once() {
    let mut square = Square::new(Volume::Off, Lang::Zh).await;
    square.set(Volume::Soft);
    square.hears(None).await;
    square.ends(Ok(()));
    square.call(&["1"]).await;
    square.hears(Some((1, "1"))).await;
    square.set(Volume::Off);
    while *square.sounding.lock().unwrap() > 0 {
        tokio::task::yield_now().await;
    }
    square.set(Volume::Loud);
    square.hears(None).await;
    square.running.stop().await.unwrap();
}

#[tokio::test]
async fn a_machine_that_cannot_play_says_so_and_the_next_call_is_tried_again() {
    let mut square = Square::new(Volume::Loud, Lang::Zh).await;
    square.call(&["1", "2"]).await;
    square.hears(Some((1, "1"))).await;
    square.ends(Err(Trouble::NoPlayer));
    assert_eq!(square.told.recv().await, Some(Some(Trouble::NoPlayer)));
    square.hears(Some((2, "2"))).await;
    square.ends(Ok(()));
    assert_eq!(square.told.recv().await, Some(None));
    square.running.stop().await.unwrap();
}

#[test]
fn a_step_of_volume_is_6_db() {
    let peak = |volume| {
        let manner = Manner {
            volume,
            lang: Lang::Zh,
        };
        let file = join(&Voices::built_in(), manner, None).unwrap();
        let sound = Sound::read(&file).unwrap();
        let peak = sound.samples.iter().map(|s| s.unsigned_abs()).max();
        f32::from(peak.unwrap())
    };
    let (soft, middle, loud) = (peak(Volume::Soft), peak(Volume::Middle), peak(Volume::Loud));
    assert!((middle / soft - 2.0).abs() < 0.01 && (loud / middle - 2.0).abs() < 0.01);
    let mut volume = Volume::Off;
    for _ in 0..4 {
        volume = volume.next();
    }
    assert_eq!(volume, Volume::Off);
}
