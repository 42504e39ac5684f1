//! A network that stands still at one request, so that a program can be killed in the middle of a step.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use local_pool::LocalPool;

use crate::lossy::read_message;

/// When it stands still.
#[derive(Clone, Copy, Debug)]
pub enum Moment {
    /// The pool has not got the request.
    Before,
    /// The pool has carried it out, and the answer is not delivered.
    After,
}

/// Stands before a pool and passes everything on, until an action comes for the first time.
pub struct Holding {
    pub url: String,
    held: Receiver<()>,
}

impl Holding {
    pub fn at(pool: &LocalPool, action: &str, moment: Moment) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (hold, waiting) = channel();
        let (action, port) = (action.to_owned(), pool.url().port().unwrap());
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (action, hold) = (action.clone(), hold.clone());
                std::thread::spawn(move || pass_on(client, port, &action, moment, &hold));
            }
        });
        Self { url, held: waiting }
    }

    /// Until it stands still; whether it does.
    pub fn wait(&self) -> bool {
        self.held.recv_timeout(Duration::from_secs(30)).is_ok()
    }
}

/// One request after the other; once it stands still, the connection stays open until the client is gone.
fn pass_on(mut client: TcpStream, port: u16, action: &str, moment: Moment, hold: &Sender<()>) {
    while let Some(request) = read_message(&mut client) {
        let is_meant = String::from_utf8_lossy(&request).contains(action);
        let mut pool = TcpStream::connect(("127.0.0.1", port)).unwrap();
        if is_meant && matches!(moment, Moment::Before) {
            stand_still(&mut client, hold);
            return;
        }
        pool.write_all(&request).unwrap();
        let answer = read_message(&mut pool).unwrap();
        if is_meant {
            stand_still(&mut client, hold);
            return;
        }
        client.write_all(&answer).unwrap();
    }
}

fn stand_still(client: &mut TcpStream, hold: &Sender<()>) {
    hold.send(()).unwrap();
    read_message(client);
}
