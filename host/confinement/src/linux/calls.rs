//! The system calls that a confined process is refused: what leaves the process, and what widens its rights.

use std::collections::BTreeMap;

use seccompiler::{BackendError, SeccompCmpArgLen::Dword, SeccompCmpOp, SeccompCondition, SeccompRule};

/// Names of system calls that exist on every architecture of Linux that a car has.
macro_rules! numbers {
    ($($name:ident),* $(,)?) => { [$(libc::$name),*] };
}

/// Calls, and when each is refused: always, if there is no rule, else where one fits.
type Refused = BTreeMap<i64, Vec<SeccompRule>>;

/// What is refused to the process of this number. One that starts a program may make the call that does. One that starts none
/// makes no processes either, and one that is alone no threads and no memory that others could share.
pub(super) fn refused(process: u32, starts: bool, alone: bool) -> Result<Refused, BackendError> {
    let mut refused: Refused = always().chain((!starts).then_some(libc::SYS_execve)).map(never).collect();
    // Whoever owns an open file is sent signals by the kernel itself, also another process, and also the one that ends it.
    let second = |values: &[u32]| {
        let rule =
            |value: &u32| SeccompRule::new(vec![SeccompCondition::new(1, Dword, SeccompCmpOp::Eq, u64::from(*value))?]);
        values.iter().map(rule).collect::<Result<Vec<_>, _>>()
    };
    refused.insert(libc::SYS_fcntl, second(&OWNERS_OF_FILES)?);
    refused.insert(libc::SYS_ioctl, second(&OWNERS_OF_SOCKETS)?);
    let other = |than: u64| SeccompCondition::new(0, Dword, SeccompCmpOp::Ne, than);
    let process = u64::from(process);
    // A library that ends the process sends itself a signal, and one that asks for limits means its own.
    let [tkill, tgkill, prlimit] = numbers![SYS_tkill, SYS_tgkill, SYS_prlimit64];
    for call in [tkill, tgkill] {
        refused.insert(call, vec![SeccompRule::new(vec![other(process)?])?]);
    }
    refused.insert(prlimit, vec![SeccompRule::new(vec![other(process)?, other(0)?])?]);
    if !starts {
        let flags = u64::from(libc::CLONE_THREAD.unsigned_abs());
        let no_thread = SeccompCondition::new(0, Dword, SeccompCmpOp::MaskedEq(flags), 0)?;
        refused.insert(libc::SYS_clone, vec![SeccompRule::new(vec![no_thread])?]);
        #[cfg(target_arch = "x86_64")]
        refused.extend(numbers![SYS_fork, SYS_vfork].map(never));
    }
    if alone {
        refused.extend([never(libc::SYS_clone)]);
        let flag = u64::from(libc::MAP_SHARED.unsigned_abs());
        let shared = SeccompCondition::new(3, Dword, SeccompCmpOp::MaskedEq(flag), flag)?;
        refused.insert(libc::SYS_mmap, vec![SeccompRule::new(vec![shared])?]);
    }
    // x86-64 knows every call under a second number, for programs of the x32 kind.
    #[cfg(target_arch = "x86_64")]
    refused.extend(refused.clone().into_iter().map(|(call, rules)| (call | 0x4000_0000, rules)));
    Ok(refused)
}

/// Commands of `fcntl` that set who is sent which signal: `F_SETOWN`, `F_SETSIG`, `F_SETOWN_EX` of asm-generic/fcntl.h.
const OWNERS_OF_FILES: [u32; 3] = [8, 10, 15];
/// Requests of `ioctl` that do the same: `FIOSETOWN`, `SIOCSPGRP` of asm-generic/sockios.h.
const OWNERS_OF_SOCKETS: [u32; 2] = [0x8901, 0x8902];
/// `fchmodat2` of Linux 6.6, which has this number everywhere.
const FCHMODAT2: libc::c_long = 452;

/// Calls that a process that makes no others must do without, and that the system is said not to have: what they would do
/// lies in memory, where no filter looks, and libraries then make older ones.
pub(super) fn absent() -> Refused {
    [never(libc::SYS_clone3)].into()
}

/// No rule: it is refused whatever its arguments are.
fn never(call: i64) -> (i64, Vec<SeccompRule>) {
    (call, Vec::new())
}

/// The numbers of what is refused whoever asks.
fn always() -> impl Iterator<Item = i64> {
    #[cfg(target_arch = "x86_64")]
    let older = numbers![SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat];
    #[cfg(not(target_arch = "x86_64"))]
    let older = [];
    let everywhere = EVERYWHERE.iter().copied().chain(older).chain([FCHMODAT2]);
    #[expect(clippy::useless_conversion, reason = "the numbers are of type long, which has 32 bits on some systems")]
    everywhere.map(i64::from)
}

/// What every architecture has.
const EVERYWHERE: &[libc::c_long] = &numbers![
    // Network, and other programs behind sockets.
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    // Other programs and processes.
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_pidfd_open,
    SYS_pidfd_getfd,
    SYS_kcmp,
    SYS_kill,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    SYS_pidfd_send_signal,
    // A file out of memory: Landlock would not see that it is another program, and no ceiling counts it.
    SYS_memfd_create,
    // Rights, owners, times and attributes of files, which Landlock leaves alone.
    SYS_fchmod,
    SYS_fchmodat,
    SYS_fchown,
    SYS_fchownat,
    SYS_utimensat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_fsetxattr,
    SYS_removexattr,
    SYS_lremovexattr,
    SYS_fremovexattr,
    // How the system treats other processes.
    SYS_setpriority,
    SYS_ioprio_set,
    SYS_sched_setaffinity,
    SYS_sched_setattr,
    SYS_sched_setparam,
    SYS_sched_setscheduler,
    SYS_process_madvise,
    SYS_migrate_pages,
    SYS_move_pages,
    // Memory and messages that processes share by name.
    SYS_shmget,
    SYS_shmat,
    SYS_semget,
    SYS_msgget,
    SYS_mq_open,
    // Another view of the system.
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_setns,
    SYS_unshare,
    SYS_open_by_handle_at,
    SYS_fsopen,
    SYS_move_mount,
    SYS_open_tree,
    // The kernel itself.
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    SYS_kexec_load,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    SYS_acct,
    SYS_syslog,
    SYS_quotactl,
    // The clock and the name of the machine.
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_adjtimex,
    SYS_sethostname,
    SYS_setdomainname,
];
