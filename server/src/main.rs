//! The server's process.

use std::process::ExitCode;

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    // Before any thread is there to allocate.
    server::keep_pages_small();
    serve()
}

#[tokio::main]
async fn serve() -> ExitCode {
    server::main().await
}
