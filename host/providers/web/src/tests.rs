mod attacks;
mod sending;
mod server;
mod tls;
