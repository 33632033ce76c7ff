//! Starts the shop, kills it, and starts it again until the life has ended.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use wechatpay_mock::{Act, Mock, Place, Tamper};

use crate::{crash, ledger, shop};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The longest time of one run of the shop.
const LONGEST_RUN: Duration = Duration::from_secs(60);

/// How a life is disturbed.
#[derive(Default)]
struct Disturbance {
    /// The points at which the runs are killed, one run each.
    kills: Vec<String>,
    /// What happens to the first calls.
    faults: Vec<Act>,
    /// Whether the first callback is a probe, and each comes twice.
    probe: bool,
}

/// Plays a life without a kill, one for each point, and `seeds` with random kills and faults.
pub(crate) fn all(seeds: u64) -> Result<()> {
    let started = Instant::now();
    let points = points()?;
    for point in &points {
        let kills = vec![point.clone()];
        let disturbance = Disturbance {
            kills,
            ..Disturbance::default()
        };
        life(&disturbance).map_err(|why| format!("killed at `{point}`: {why}"))?;
    }
    for seed in 0..seeds {
        life(&random(seed, &points)).map_err(|why| format!("seed {seed}: {why}"))?;
    }
    let lives = seeds + 1 + u64::try_from(points.len())?;
    println!(
        "{lives} lives, {} points, {:.0?}",
        points.len(),
        started.elapsed()
    );
    Ok(())
}

/// Plays the life with this seed.
pub(crate) fn one(seed: u64) -> Result<()> {
    life(&random(seed, &points()?)).map_err(|why| format!("seed {seed}: {why}").into())
}

/// The points of an undisturbed life.
fn points() -> Result<Vec<String>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("points");
    let points = Path::new(&file);
    World::start()?.live(&Disturbance::default(), Some(points))?;
    let text = fs::read_to_string(points)?;
    let points: BTreeSet<String> = text.lines().map(str::to_owned).collect();
    Ok(points.into_iter().collect())
}

fn life(disturbance: &Disturbance) -> Result<()> {
    World::start()?.live(disturbance, None)
}

/// The disturbance of a seed: up to three kills and up to four faults.
fn random(seed: u64, points: &[String]) -> Disturbance {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from((state >> 33) % limit.max(1) as u64).unwrap_or_default()
    };
    let kills = (0..below(4))
        .map(|_| points[below(points.len())].clone())
        .collect();
    let faults = (0..below(5)).map(|_| {
        let fault = match below(6) {
            0 => Act::cut(Place::BeforeActing),
            1 => Act::cut(Place::AfterActing),
            2 => Act::tamper(Tamper::Probe),
            3 => Act::too_many_requests(),
            4 => Act::tamper(Tamper::Signature),
            _ => Act::usual(),
        };
        let usual = std::iter::repeat_n(Act::usual(), below(8));
        usual.chain([fault]).collect::<Vec<_>>()
    });
    Disturbance {
        faults: faults.collect::<Vec<_>>().concat(),
        kills,
        probe: below(2) == 0,
    }
}

/// WeChat Pay, and the address of the shop.
struct World {
    mock: Mock,
    folder: tempfile::TempDir,
    listen: String,
}

impl World {
    fn start() -> Result<Self> {
        // The port is free again when the shop starts.
        let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        Ok(Self {
            mock: Mock::coupon_life()?,
            folder: tempfile::tempdir()?,
            listen,
        })
    }

    fn live(&self, disturbance: &Disturbance, points: Option<&Path>) -> Result<()> {
        if disturbance.probe {
            let change = |callback: wechatpay_mock::Callback| {
                callback.tampered(Tamper::Probe).times(2).retried(2_000)
            };
            self.mock.coupons().deliver_with(change);
        } else {
            self.mock
                .coupons()
                .deliver_with(|callback| callback.retried(2_000));
        }
        self.mock.script(disturbance.faults.iter().cloned());
        for kill in &disturbance.kills {
            let output = self.run(Some(kill), points)?;
            if output.status.success() {
                // The run had already passed that point.
                return ledger::check(&self.mock, &String::from_utf8(output.stdout)?);
            }
            if output.status.code().is_some() {
                return Err(String::from_utf8_lossy(&output.stderr).into());
            }
            // Callbacks whose repetitions ended meanwhile come later, too.
            self.mock.coupons().redeliver();
        }
        let output = self.run(None, points)?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        ledger::check(&self.mock, &String::from_utf8(output.stdout)?)
    }

    /// One run of the shop. Meanwhile WeChat Pay reviews what was created.
    fn run(&self, kill_at: Option<&str>, points: Option<&Path>) -> Result<Output> {
        let mut child = self.command(kill_at, points)?.spawn()?;
        let ended = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !ended.load(Ordering::Relaxed) {
                    self.mock.coupons().approve();
                    thread::sleep(Duration::from_millis(10));
                }
            });
            let result = wait(&mut child);
            ended.store(true, Ordering::Relaxed);
            result?;
            Ok(child.wait_with_output()?)
        })
    }

    fn command(&self, kill_at: Option<&str>, points: Option<&Path>) -> Result<Command> {
        let mock = &self.mock;
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg("serve")
            .env("WECHATPAY_MCHID", mock.mchid())
            .env("WECHATPAY_KEY", mock.merchant_key_pem())
            .env("WECHATPAY_CERT", mock.merchant_certificate_pem())
            .env("WECHATPAY_PUBLIC_KEY_ID", mock.public_key_id())
            .env("WECHATPAY_PUBLIC_KEY", mock.public_key_pem())
            .env("WECHATPAY_BASE_URL", mock.url())
            .env(shop::DATABASE, self.folder.path().join("shop.db"))
            .env(shop::LISTEN, &self.listen)
            .env(shop::API_KEY, mock.api_key())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(point) = kill_at {
            command.env(crash::KILL_AT, point);
        }
        if let Some(file) = points {
            command.env(crash::POINTS, file);
        }
        Ok(command)
    }
}

fn wait(child: &mut Child) -> Result<()> {
    let started = Instant::now();
    while child.try_wait()?.is_none() {
        if started.elapsed() > LONGEST_RUN {
            child.kill()?;
            return Err("the shop did not end".into());
        }
        thread::sleep(Duration::from_millis(2));
    }
    Ok(())
}
