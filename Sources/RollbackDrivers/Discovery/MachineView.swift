package import RollbackCore

/// One look at a machine: everything that discovery decides by.
package struct MachineView {
    package var processes: [ProcessDescription]
    package var listeners: [Listener]
    /// Working directories; asked for each process once.
    package var directory: (Int32) -> String?
    /// Asked only for main processes.
    package var setting: (Int32) -> ProcessSetting?
    /// lastgood's own process.
    package var own: Int32
    /// Units that may be the platform's: those that its processes run in, and those whose files name the checkout.
    package var units: [UnitFacts]
    package var containers: [ContainerFacts]

    package init(
        processes: [ProcessDescription], listeners: [Listener], directory: @escaping (Int32) -> String?,
        setting: @escaping (Int32) -> ProcessSetting?, own: Int32, units: [UnitFacts] = [],
        containers: [ContainerFacts] = []
    ) {
        self.processes = processes
        self.listeners = listeners
        self.directory = directory
        self.setting = setting
        self.own = own
        self.units = units
        self.containers = containers
    }
}
