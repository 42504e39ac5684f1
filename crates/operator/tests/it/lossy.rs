//! A network that loses one answer.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use local_pool::LocalPool;

/// Stands before a pool, passes everything on, and keeps the first answer to one action for itself.
pub struct Lossy {
    pub url: String,
    lost: Arc<AtomicUsize>,
}

impl Lossy {
    pub fn before(pool: &LocalPool, action: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let lost = Arc::new(AtomicUsize::new(0));
        let (count, action) = (Arc::clone(&lost), action.to_owned());
        let port = pool.url().port().unwrap();
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                pass_on(client, port, &action, &count);
            }
        });
        Self { url, lost }
    }

    pub fn lost(&self) -> usize {
        self.lost.load(Ordering::SeqCst)
    }
}

/// One request after the other, until the client or this network hangs up.
fn pass_on(mut client: TcpStream, port: u16, action: &str, lost: &AtomicUsize) {
    while let Some(request) = read_message(&mut client) {
        let mut pool = TcpStream::connect(("127.0.0.1", port)).unwrap();
        pool.write_all(&request).unwrap();
        let answer = read_message(&mut pool).unwrap();
        let is_meant = String::from_utf8_lossy(&request).contains(action);
        if is_meant && lost.swap(1, Ordering::SeqCst) == 0 {
            return;
        }
        client.write_all(&answer).unwrap();
    }
}

/// Head and body of a request or an answer that says how long it is.
pub fn read_message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let (mut message, mut byte) = (Vec::new(), [0]);
    while !message.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        message.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&message).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length = length.map_or(0, |length| length.trim().parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    message.extend(body);
    Some(message)
}
