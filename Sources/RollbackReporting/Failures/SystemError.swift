import Glibc
import RollbackCore

/// The operating system's error numbers in words, with what to do about the usual ones.
enum SystemError {
    /// `No space left on device (error 28)`.
    static func text(_ number: Int32) -> String { "\(String(cString: strerror(number))) (error \(number))" }

    static func advice(_ number: Int32, path: String) -> String {
        let place = Command.quoted(path)
        switch number {
        case ENOSPC, EDQUOT:
            return
                "Free space (“df -h \(Command.quoted(folder(of: path)))”), then run the same command again; or go back all"
                + " the same with --accept-not-resumable: the run is kept in memory then, and lost at a reboot"
        case EACCES, EPERM: return "Run it as the user that owns \(place), or mend its permissions (“ls -ld \(place)”)"
        case EROFS:
            return "The file system is read-only, often after a disk error: see “dmesg”, then remount it writable;"
                + " or go back all the same with --accept-not-resumable: the run is kept in memory then"
        case EIO: return "The disk reports errors: see “dmesg”, and do not trust this disk until it is checked"
        case EMFILE, ENFILE: return "Too many files are open: raise the limit (“ulimit -n”) or end what holds them"
        case ENOENT: return "\(place) or its folder is not there: check the path, then run the same command again"
        case ETXTBSY: return "\(place) is a program that is running: stop it, then run the same command again"
        default: return "Mend that, then run the same command again"
        }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
