//! Credentials that may not do one thing.

use std::io::Write;
use std::net::{TcpListener, TcpStream};

use local_pool::LocalPool;

use crate::lossy::read_message;

const DENIED: &str = r#"{"__type":"AccessDeniedException","Message":"not authorized to perform it"}"#;

/// Stands before a pool, passes everything on but one action, and says where it is.
pub fn denying(pool: &LocalPool, action: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let action = format!("{action}\r\n");
    let port = pool.url().port().unwrap();
    std::thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let action = action.clone();
            std::thread::spawn(move || pass_on(client, port, &action));
        }
    });
    url
}

fn pass_on(mut client: TcpStream, port: u16, action: &str) {
    while let Some(request) = read_message(&mut client) {
        if String::from_utf8_lossy(&request).contains(action) {
            let denied = format!(
                "HTTP/1.1 400 Bad Request\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: {}\r\n\r\n{DENIED}",
                DENIED.len()
            );
            client.write_all(denied.as_bytes()).unwrap();
            continue;
        }
        let mut pool = TcpStream::connect(("127.0.0.1", port)).unwrap();
        pool.write_all(&request).unwrap();
        client.write_all(&read_message(&mut pool).unwrap()).unwrap();
    }
}
