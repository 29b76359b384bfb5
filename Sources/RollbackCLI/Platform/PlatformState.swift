import RollbackStore

/// Where a platform's state is kept: on its disk, or in memory while that takes nothing.
extension Platform {
    static let keptInMemory =
        "the disk takes nothing: this run is kept in memory; after a reboot it can be neither resumed nor undone"

    func moved(to state: StateDirectory) async throws -> Platform {
        try await Platform.open(root, machine, state: state)
    }

    /// What was kept in memory counts for looking and for taking back; new runs go to the disk again as soon as it
    /// takes them.
    func forNewRuns() async throws -> Platform {
        guard state.isInMemory, !MemoryState.isNeeded(for: state.onDisk) else { return self }
        return try await moved(to: state.onDisk)
    }
}
