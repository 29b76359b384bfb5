import Glibc
import RollbackFiles
import RollbackStore
import RollbackSystem

extension Machine {
    /// The key that environments of releases are sealed with.
    var keyFile: KeyFile { KeyFile(environment: environment, home: ownHome) }

    /// Behind `sudo` HOME may still be the person's, where root's key has no place.
    private var ownHome: String {
        let named = environment["HOME"]
        if let named, FileCall.facts(named)?.st_uid == geteuid() { return named }
        return UserAccount.of(geteuid())?.home ?? named ?? "/"
    }
}
