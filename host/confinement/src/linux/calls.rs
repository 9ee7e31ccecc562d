//! The system calls that a confined process is refused: what leaves the process, and what widens its rights.

/// Names of system calls that exist on every architecture of Linux that a car has.
macro_rules! numbers {
    ($($name:ident),* $(,)?) => { [$(libc::$name),*] };
}

/// The numbers of the calls. A process that starts a program may make the call that does, and none that makes a file out of
/// memory: Landlock would not see that it is another program.
pub(super) fn refused(starts: bool) -> impl Iterator<Item = i64> {
    let [execve, memfd_create] = numbers![SYS_execve, SYS_memfd_create];
    let everywhere = numbers![
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
    let everywhere = everywhere.into_iter().chain([if starts { memfd_create } else { execve }]);
    // x86-64 knows every call under a second number, for programs of the x32 kind.
    #[cfg(target_arch = "x86_64")]
    let numbers = everywhere.flat_map(|number| [number, number | 0x4000_0000]);
    #[cfg(not(target_arch = "x86_64"))]
    let numbers = everywhere;
    #[expect(clippy::useless_conversion, reason = "the numbers are of type long, which has 32 bits on some systems")]
    numbers.map(i64::from)
}
