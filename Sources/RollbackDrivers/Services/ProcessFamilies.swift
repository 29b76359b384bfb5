package import RollbackCore

/// Who belongs to whom among the processes of one look at the machine.
package struct ProcessFamilies {
    package let byID: [Int32: ProcessDescription]
    private let children: [Int32: [Int32]]

    package init(_ processes: [ProcessDescription]) {
        byID = Dictionary(processes.map { ($0.identity.id, $0) }) { first, _ in first }
        children = Dictionary(grouping: processes, by: \.parent).mapValues { $0.map(\.identity.id) }
    }

    /// Everything of the service that one process is the main process of, that process first, the ended ones left
    /// out: its session and group where it leads them, and all descendants. Works when the main process itself has
    /// ended too: a session keeps its leader's number, which nobody else gets for as long as the session lives.
    package func members(of main: ProcessIdentity) -> [ProcessDescription] {
        if let now = byID[main.id], now.identity != main { return [] }
        let led = byID.values.filter { process in
            (process.session == main.id || process.group == main.id) && process.identity.startTicks >= main.startTicks
        }
        var found: Set<Int32> = [main.id]
        var waiting = [main.id] + led.map(\.identity.id)
        while let id = waiting.popLast() {
            found.insert(id)
            waiting += (children[id] ?? []).filter { !found.contains($0) }
        }
        return found.compactMap { byID[$0] }.filter { !$0.ended }.sorted { left, right in
            (left.identity.id == main.id ? 0 : 1, left.identity.startTicks, left.identity.id)
                < (right.identity.id == main.id ? 0 : 1, right.identity.startTicks, right.identity.id)
        }
    }

    /// Its parent, its parent's parent and so on.
    package func ancestors(of id: Int32) -> [ProcessDescription] {
        var chain: [ProcessDescription] = []
        var next = byID[id]?.parent
        while let parent = next.flatMap({ byID[$0] }), !chain.contains(where: { $0.identity == parent.identity }) {
            chain.append(parent)
            next = parent.parent
        }
        return chain
    }

    /// The last of its line of ancestors, itself included, for which all up to it belong.
    package func top(of process: ProcessDescription, while belongs: (ProcessDescription) -> Bool) -> ProcessDescription
    {
        ancestors(of: process.identity.id).prefix(while: belongs).last ?? process
    }

    /// The program that starts a process again when it ends; nil when no such program is its parent.
    package func supervisor(of process: ProcessDescription) -> ProcessDescription? {
        guard let parent = byID[process.parent], ProgramKinds.isSupervisor(Program(parent.arguments)) else {
            return nil
        }
        return parent
    }

    /// A process and its ancestors, and the system's first: what lastgood must never signal.
    package func chain(of id: Int32) -> Set<Int32> { Set(ancestors(of: id).map(\.identity.id) + [0, 1, id]) }
}
