import Glibc

/// This process, as the process table knows it.
enum ProcessSelf {
    static var id: Int32 { getpid() }
}
