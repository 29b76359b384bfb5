package import RollbackCore

/// One look at a machine's processes: everything that discovery decides by.
package struct MachineView {
    package var processes: [ProcessDescription]
    /// The ports of some processes; asked once, for those that may be services.
    package var listeners: (Set<Int32>) throws -> [Listener]
    /// Working directories; asked for each process once.
    package var directory: (Int32) -> String?
    /// Asked only for main processes.
    package var setting: (Int32) -> ProcessSetting?
    /// lastgood's own process.
    package var own: Int32

    package init(
        processes: [ProcessDescription], listeners: @escaping (Set<Int32>) throws -> [Listener],
        directory: @escaping (Int32) -> String?, setting: @escaping (Int32) -> ProcessSetting?, own: Int32
    ) {
        self.processes = processes
        self.listeners = listeners
        self.directory = directory
        self.setting = setting
        self.own = own
    }
}
