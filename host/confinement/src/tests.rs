//! A process confines itself and tries to get out.

use std::{
    env,
    fs::{self, File},
    net::{TcpListener, TcpStream, UdpSocket},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{Confinement, Walls};

/// Names the folder to a test that runs as the confined process.
const FOLDER: &str = "CONFINEMENT_TEST_FOLDER";

/// What the confined process says before the reason if it cannot be confined.
const NONE: &str = "none: ";

/// Runs a test in a process of its own and returns what it says of each attempt.
#[expect(clippy::disallowed_methods, reason = "a confined process cannot be the one that runs the other tests")]
fn attempts(test: &str, folder: &Path) -> String {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", test, "--nocapture"]).env(FOLDER, folder);
    let output = child.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    said.lines().filter_map(|line| line.strip_prefix("attempt ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_confined_process_reaches_what_it_was_given_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["given", "kept", "secret"] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("file"), name).unwrap();
    }
    let said = attempts("tests::confined_process", folder.path());
    if let Some(gaps) = said.strip_prefix(NONE) {
        eprintln!("skipped, because walls are missing here: {gaps}");
        return;
    }
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        [
            "read what is given: yes",
            "read what is open already: yes",
            "write where it may: yes",
            "remove where it may: yes",
            "start a thread: yes",
            "read a secret: no",
            "read a secret by a link: no",
            "read the passwords: no",
            "write what is only given to read: no",
            "write beside: no",
            "change the rights of a secret: no",
            "change the rights of what is open: no",
            "send signals by a file: no",
            "connect: no",
            "listen: no",
            "send a datagram: no",
            "use a local socket: no",
            "start a program: no",
            "start a program that it wrote: no",
            "end itself: yes",
            "end the process that started it: no",
            "limit the process that started it: no",
            "slow the process that started it down: no",
            "make another process: no",
        ]
    );
}

/// Does nothing unless it is started by the test above.
#[test]
fn confined_process() {
    #[expect(clippy::disallowed_methods, reason = "this is how the other test tells it where to look")]
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else { return };
    let (given, kept, secret) = (folder.join("given/file"), folder.join("kept"), folder.join("secret/file"));
    let link = kept.join("link");
    std::os::unix::fs::symlink(&secret, &link).unwrap();
    let open = File::open(&secret).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let walls =
        Confinement { read: vec![folder.join("given")], write: vec![kept.clone()], ..Confinement::default() }.apply();
    if let Some(gaps) = walls.gaps() {
        println!("attempt {NONE}{gaps}");
        return;
    }
    let tried = |what: &str, worked: bool| println!("attempt {what}: {}", if worked { "yes" } else { "no" });
    tried("read what is given", fs::read(&given).is_ok());
    tried("read what is open already", std::io::read_to_string(&open).is_ok());
    tried("write where it may", fs::write(kept.join("new"), "#!/bin/sh\n").is_ok());
    tried("remove where it may", fs::remove_file(kept.join("file")).is_ok());
    tried("start a thread", std::thread::spawn(|| 1).join().is_ok());
    tried("read a secret", fs::read(&secret).is_ok());
    tried("read a secret by a link", fs::read(&link).is_ok());
    tried("read the passwords", fs::read("/etc/passwd").is_ok());
    tried("write what is only given to read", fs::write(&given, "").is_ok());
    tried("write beside", fs::write(folder.join("beside"), "").is_ok());
    let changed = fs::metadata(folder.join("kept")).map(|metadata| metadata.permissions());
    let changed = changed.and_then(|rights| fs::set_permissions(&secret, rights));
    tried("change the rights of a secret", changed.is_ok());
    tried("change the rights of what is open", rustix::fs::fchmod(&open, rustix::fs::Mode::RWXU).is_ok());
    #[expect(unsafe_code, reason = "the call takes numbers alone")]
    // SAFETY: it takes no memory.
    let owned = unsafe { libc::fcntl(std::os::fd::AsRawFd::as_raw_fd(&listener), libc::F_SETOWN, libc::getppid()) };
    tried("send signals by a file", owned == 0);
    #[expect(clippy::disallowed_methods, reason = "this is what must not work")]
    tried("connect", TcpStream::connect(address).is_ok());
    tried("listen", TcpListener::bind("127.0.0.1:0").is_ok());
    tried("send a datagram", UdpSocket::bind("127.0.0.1:0").is_ok());
    tried("use a local socket", UnixStream::pair().is_ok());
    #[expect(clippy::disallowed_methods, reason = "this is what must not work")]
    {
        tried("start a program", Command::new("/bin/true").status().is_ok());
        tried("start a program that it wrote", Command::new(kept.join("new")).status().is_ok());
    }
    reach_for_others(tried);
}

/// What one process of a user can do to another one.
fn reach_for_others(tried: impl Fn(&str, bool)) {
    use rustix::process::{Resource, Signal, getppid, getrlimit, kill_process, prlimit, setpriority_process};
    let parent = getppid().unwrap();
    #[expect(unsafe_code, reason = "neither call takes memory, and a process that is made ends at once")]
    // SAFETY: signal 0 is no signal; the process that would be made does nothing that needs a lock.
    unsafe {
        let (process, thread) = (libc::getpid(), libc::gettid());
        tried("end itself", libc::syscall(libc::SYS_tgkill, process, thread, 0) == 0);
        tried("end the process that started it", kill_process(parent, Signal::CONT).is_ok());
        tried("limit the process that started it", {
            prlimit(Some(parent), Resource::Core, getrlimit(Resource::Core)).is_ok()
        });
        tried("slow the process that started it down", setpriority_process(Some(parent), 1).is_ok());
        let made = libc::fork();
        if made == 0 {
            libc::_exit(0);
        }
        tried("make another process", made > 0);
    }
}

#[test]
fn a_process_that_is_alone_makes_no_threads_and_shares_no_memory() {
    let folder = tempfile::tempdir().unwrap();
    let said = attempts("tests::confined_alone", folder.path());
    if let Some(gaps) = said.strip_prefix(NONE) {
        eprintln!("skipped, because walls are missing here: {gaps}");
        return;
    }
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        ["take memory of its own: yes", "take memory that it could share: no", "start a thread: no"]
    );
}

/// Does nothing unless it is started by the test above.
#[test]
fn confined_alone() {
    #[expect(clippy::disallowed_methods, reason = "this is how the other test tells it to try")]
    if env::var_os(FOLDER).is_none() {
        return;
    }
    if let Some(gaps) = (Confinement { alone: true, ..Confinement::default() }).apply().gaps() {
        println!("attempt {NONE}{gaps}");
        return;
    }
    let tried = |what: &str, worked: bool| println!("attempt {what}: {}", if worked { "yes" } else { "no" });
    let maps = |flags: i32| {
        let (none, access) = (std::ptr::null_mut(), libc::PROT_READ | libc::PROT_WRITE);
        #[expect(unsafe_code, reason = "the standard library maps no memory")]
        // SAFETY: the system chooses a place that nothing else has.
        let place = unsafe { libc::mmap(none, 4_096, access, flags | libc::MAP_ANONYMOUS, -1, 0) };
        place != libc::MAP_FAILED
    };
    tried("take memory of its own", maps(libc::MAP_PRIVATE));
    tried("take memory that it could share", maps(libc::MAP_SHARED));
    tried("start a thread", std::thread::Builder::new().spawn(|| ()).is_ok());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a process that ends cannot be the one that runs the other tests")]
fn a_process_that_may_compute_no_longer_is_ended_by_the_system() {
    use std::os::unix::process::ExitStatusExt as _;
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "tests::computes_for_ever"]).env(FOLDER, "").stdout(Stdio::null());
    assert_eq!(child.status().unwrap().signal(), Some(libc::SIGXCPU));
}

/// Does nothing unless it is started by the test above.
#[test]
fn computes_for_ever() {
    #[expect(clippy::disallowed_methods, reason = "this is how the other test tells it to compute")]
    if env::var_os(FOLDER).is_none() {
        return;
    }
    crate::compute_at_most(0);
    loop {
        std::hint::spin_loop();
    }
}

#[test]
fn a_process_that_becomes_a_program_starts_this_one_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["given", "kept", "secret"] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("file"), name).unwrap();
    }
    fs::copy("/bin/true", folder.path().join("given/true")).unwrap();
    let said = attempts("tests::confined_starter", folder.path());
    if let Some(gaps) = said.strip_prefix(NONE) {
        eprintln!("skipped, because walls are missing here: {gaps}");
        return;
    }
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        [
            "start the program: yes",
            "let it read what is given: yes",
            "let it read a secret: no",
            "start another program: no",
            "start a copy that it may read: no",
            "start a program that it wrote: no",
            "start one from memory: no",
            "connect: no",
        ]
    );
}

/// Does nothing unless it is started by the test above.
#[test]
#[expect(clippy::disallowed_methods, reason = "most of this is what must not work")]
fn confined_starter() {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else { return };
    let (given, kept) = (folder.join("given"), folder.join("kept"));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // The shell reads, and is another program than those that are tried.
    let shell = fs::canonicalize("/bin/sh").unwrap();
    let confinement = Confinement { read: vec![given.clone()], write: vec![kept.clone()], ..Confinement::default() };
    if let Some(gaps) = confinement.starting(&shell).apply().gaps() {
        println!("attempt {NONE}{gaps}");
        return;
    }
    let tried = |what: &str, worked: bool| println!("attempt {what}: {}", if worked { "yes" } else { "no" });
    let runs = |program: &Path, arguments: &[&str]| {
        Command::new(program).args(arguments).stderr(Stdio::piped()).status().is_ok_and(|status| status.success())
    };
    let reads = |file: PathBuf| runs(&shell, &["-c", "read word < \"$0\"; test -n \"$word\"", file.to_str().unwrap()]);
    tried("start the program", runs(&shell, &["-c", "exit 0"]));
    tried("let it read what is given", reads(given.join("file")));
    tried("let it read a secret", reads(folder.join("secret/file")));
    tried("start another program", runs(Path::new("/bin/true"), &[]));
    tried("start a copy that it may read", runs(&given.join("true"), &[]));
    fs::copy(given.join("true"), kept.join("true")).ok();
    tried("start a program that it wrote", runs(&kept.join("true"), &[]));
    tried("start one from memory", rustix::fs::memfd_create("program", rustix::fs::MemfdFlags::empty()).is_ok());
    tried("connect", TcpStream::connect(address).is_ok());
}

#[test]
fn gaps_are_named() {
    use super::Wall;
    let walls = Walls { files: Wall::Partly, calls: Wall::Missing("no seccomp".to_owned()) };
    assert_eq!(walls.gaps().unwrap(), "files: only in part, the kernel is too old; network and programs: no seccomp");
    assert_eq!(Walls { files: Wall::Stands, calls: Wall::Stands }.gaps(), None);
}
