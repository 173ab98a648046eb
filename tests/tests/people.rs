//! Names and phones of a real hub: in none of its files, log lines, pages, codes or exports, before
//! and after they are erased.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use aho_corasick::AhoCorasick;
use paihao_tests::{Ask, Reply, Served, Wire, program};
use serde_json::{Value, json};

const PEOPLE: usize = 50;
const API: &str = "/api/v1/sites/square";
/// A number that is not a person's, to see that what is searched holds what it should.
const CONTROL: &str = "A 市民服务日 7319";

/// Somebody whom nobody else is.
struct Person {
    name: String,
    phone: String,
}

impl Person {
    fn nth(n: usize) -> Self {
        let given = char::from_u32(0x6842 + (n as u32 * 37) % 900).unwrap();
        Self {
            name: format!("欧阳{given}兰{n:02}"),
            phone: format!("139{:08}", 20_000_033 + n * 1_234_577),
        }
    }

    /// Every way in which it could have been written.
    fn written(&self) -> Vec<Vec<u8>> {
        let mut ways = Vec::new();
        for text in [&self.name, &self.phone] {
            ways.push(text.as_bytes().to_vec());
            let utf16 = text.encode_utf16();
            ways.push(utf16.clone().flat_map(u16::to_le_bytes).collect());
            ways.push(utf16.flat_map(u16::to_be_bytes).collect());
        }
        let escaped = |upper: bool| {
            self.name
                .encode_utf16()
                .fold(String::new(), |mut all, unit| {
                    let _ = if upper {
                        write!(all, "\\u{unit:04X}")
                    } else {
                        write!(all, "\\u{unit:04x}")
                    };
                    all
                })
        };
        ways.extend([escaped(false).into_bytes(), escaped(true).into_bytes()]);
        let percent = self.name.bytes().fold(String::new(), |mut all, byte| {
            let _ = write!(all, "%{byte:02X}");
            all
        });
        ways.push(percent.into_bytes());
        ways
    }
}

/// Looks for everybody in every way at once.
struct Search {
    ways: AhoCorasick,
    /// Whose way each is.
    names: Vec<String>,
    found: Vec<String>,
}

impl Search {
    fn new(people: &[Person]) -> Self {
        let written = people.iter().map(|person| (&person.name, person.written()));
        let all = written.flat_map(|(name, ways)| ways.into_iter().map(|way| (name.clone(), way)));
        let (names, ways): (Vec<_>, Vec<_>) = all.unzip();
        Self {
            ways: AhoCorasick::new(ways).unwrap(),
            names,
            found: Vec::new(),
        }
    }

    fn look_through(&mut self, what: &str, bytes: &[u8]) {
        let found = self.ways.find_iter(bytes);
        let told = found.map(|found| format!("{} in {what}", self.names[found.pattern()]));
        self.found.extend(told);
    }
}

fn has(bytes: &[u8], sought: &str) -> bool {
    AhoCorasick::new([sought]).unwrap().is_match(bytes)
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    all
}

/// A hub on a folder, and whoever runs it.
struct Bench {
    served: Served,
    token: String,
}

impl Bench {
    /// With every log line that it can write.
    fn start(folder: &Path) -> Self {
        let served = Served::start_with(folder, &[("PAIHAO_LOG", "trace")]).unwrap();
        let token = served.admin_token().unwrap();
        Self { served, token }
    }

    async fn ask(&self, ask: Ask) -> Reply {
        let mut wire = Wire::connect(self.served.address).await.unwrap();
        wire.ask(&ask.bearer(&self.token)).await.unwrap()
    }

    async fn done(&self, ask: Ask) -> Value {
        let reply = self.ask(ask).await;
        assert!(reply.status < 300, "{}: {}", reply.status, reply.text());
        reply.json()
    }

    /// Everything that anybody can look at: calls, pages with their codes, exports.
    async fn all_that_is_told(
        &self,
        folder: &Path,
        from: &str,
        links: &[String],
    ) -> Vec<(String, Vec<u8>)> {
        let mut told = Vec::new();
        let calls = [
            "",
            "/services",
            "/stations",
            "/queue",
            "/board",
            "/dashboard",
            "/stats",
            "/history",
            "/items",
            "/audit",
            "/repairs",
            "/report",
            "/forecast",
            "/plan",
            "/cards",
            "/appointments",
        ];
        let calls = calls.map(|path| format!("{API}{path}"));
        let pages = [
            "/",
            "/board",
            "/book",
            "/desk/appointments?station=1",
            "/dashboard",
            "/dashboard/appointments",
            "/dashboard/audit",
            "/dashboard/report",
            "/dashboard/days",
            "/dashboard/curve",
            "/dashboard/what-if",
            "/dashboard/plan",
            "/dashboard/settings",
            "/metrics",
            "/healthz",
        ];
        let pages = pages.map(ToOwned::to_owned);
        for path in calls.iter().chain(&pages).chain(links) {
            let reply = self.ask(Ask::get(path.clone())).await;
            assert_eq!(reply.status, 200, "{path}: {}", reply.text());
            told.push((path.clone(), reply.body));
        }
        for format in ["csv", "jsonl", "ords", "xlsx"] {
            let run = Command::new(program("paihao-admin").unwrap())
                .args(["export", "--format", format, "--from", from, "--data-dir"])
                .arg(folder)
                .args(["--hub", &format!("http://{}", self.served.address)])
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&run.stderr).into_owned();
            assert!(run.status.success(), "export {format}: {said}");
            told.push((format!("export {format}"), run.stdout));
        }
        told
    }
}

#[tokio::test]
async fn names_and_phones_are_found_nowhere_before_and_after_they_are_erased() {
    let folder = tempfile::tempdir().unwrap();
    let people: Vec<Person> = (0..PEOPLE).map(Person::nth).collect();
    let bench = Bench::start(folder.path());
    let site = json!({"name": {"zh": CONTROL, "en": CONTROL}, "book_from_phones": true});
    bench
        .done(Ask::new("PATCH", API.to_owned()).json(&site))
        .await;
    let slots = json!({"from": "00:00", "to": "23:00", "minutes": 60, "capacity": 60});
    let path = format!("{API}/services/repair");
    let slots = json!({"slots": slots});
    bench
        .done(Ask::new("PATCH", path.clone()).json(&slots))
        .await;
    let kiosk = Ask::post(format!("{API}/tokens"), &json!({"role": "kiosk"}));
    let kiosk = bench.done(kiosk).await["secret"]
        .as_str()
        .unwrap()
        .to_owned();
    let free = bench.done(Ask::get(format!("{path}/slots"))).await;
    let today = free["date"].as_str().unwrap().to_owned();
    let until = free["until"].as_str().unwrap();
    let free = bench
        .done(Ask::get(format!("{path}/slots?date={until}")))
        .await;
    let slot = free["slots"][3]["start"].as_str().unwrap();

    let mut wire = Wire::connect(bench.served.address).await.unwrap();
    let (mut links, mut codes) = (Vec::new(), Vec::new());
    for Person { name, phone } in &people {
        let body = json!({"service": "repair", "slot": slot, "name": name, "phone": phone});
        let ask = Ask::post(format!("{API}/appointments"), &body).bearer(&kiosk);
        let booked = wire.ask(&ask).await.unwrap();
        assert_eq!(booked.status, 201, "{}", booked.text());
        let booked = booked.json();
        links.push(format!("/a/{}", booked["token"].as_str().unwrap()));
        codes.push(booked["appointment"]["code"].as_str().unwrap().to_owned());
    }
    let list = format!("{API}/appointments?date={until}");
    let masked = bench.done(Ask::get(list.clone())).await.to_string();
    assert_eq!(masked.matches("欧**").count(), PEOPLE);
    let mut search = Search::new(&people);
    search.look_through("a plant", format!("x{}x", people[7].phone).as_bytes());
    assert_eq!(
        std::mem::take(&mut search.found).len(),
        1,
        "it finds what is there"
    );
    for (what, bytes) in bench.all_that_is_told(folder.path(), &today, &links).await {
        search.look_through(&what, &bytes);
    }
    let said = bench.served.kill().unwrap();
    assert!(said.contains("TRACE"), "it writes all it can");
    search.look_through("the log lines", said.as_bytes());
    let written = files(folder.path());
    for (what, bytes) in &written {
        search.look_through(what, bytes);
    }
    let holds = |sought: &str| written.iter().any(|(_, bytes)| has(bytes, sought));

    assert!(
        holds(CONTROL) && holds(&codes[0]),
        "the search sees what is stored"
    );
    assert_eq!(search.found, Vec::<String>::new());

    // Erased, not even in part, and by nobody who has the files.
    let bench = Bench::start(folder.path());
    for code in &codes {
        let forget = format!("{API}/appointments/{code}/forget");
        bench.done(Ask::post(forget, &json!({}))).await;
    }
    let kept = bench.done(Ask::get(list)).await.to_string();
    assert_eq!(
        kept.matches("\"code\"").count(),
        PEOPLE,
        "the appointments stay"
    );
    for (what, bytes) in bench.all_that_is_told(folder.path(), &today, &links).await {
        let masked = ["欧**", "139****"].map(|part| has(&bytes, part));
        assert_eq!(masked, [false; 2], "{what}");
        search.look_through(&what, &bytes);
    }
    let said = bench.served.kill().unwrap();
    search.look_through("the log lines", said.as_bytes());
    for (what, bytes) in files(folder.path()) {
        search.look_through(&what, &bytes);
        assert!(!what.contains("/persons/"), "a key is left: {what}");
    }
    assert_eq!(search.found, Vec::<String>::new());
}
