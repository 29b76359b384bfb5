package import FoundationEssentials
import RollbackCore

/// What `docker inspect` says of one container that Compose made (Docker Engine API, ContainerInspect).
package struct ContainerFacts: Hashable, Sendable {
    package var id: String
    /// What a person calls it; the id where it has none.
    package var name: String
    package var project: String
    package var service: String
    /// Where the project's files lie, absolute.
    package var directory: String
    package var files: [String]
    package var running: Bool
    /// `created`, `running`, `restarting`, `exited` and so on.
    package var status: String
    /// The main process as the host numbers it; 0 when it does not run.
    package var process: Int32
    package var exitCode: Int32
    package var image: String
    /// Of the image that it was made from; its name may belong to another one by now.
    package var imageID: String
    /// The command that made it. Podman keeps it, Docker does not.
    package var creation: [String]
    package var environment: [String]
    /// Whether the engine starts it again when it ends.
    package var revived: Bool
    /// Host directories and files mounted into it.
    package var mounts: [String]
    /// Host ports that lead to it.
    package var ports: [Int] { Set(bindings.keys).sorted() }
    /// The container's own port by the host's.
    package var bindings: [Int: Int]

    package init(
        id: String, name: String? = nil, project: String, service: String, directory: String, files: [String] = [],
        running: Bool, status: String = "", process: Int32 = 0, exitCode: Int32 = 0, image: String = "",
        imageID: String = "", creation: [String] = [], environment: [String] = [], revived: Bool = false,
        mounts: [String] = [], bindings: [Int: Int] = [:]
    ) {
        self.id = id
        self.name = name ?? id
        self.project = project
        self.service = service
        self.directory = directory
        self.files = files
        self.running = running
        self.status = status
        self.process = process
        self.exitCode = exitCode
        self.image = image
        self.imageID = imageID
        self.creation = creation
        self.environment = environment
        self.revived = revived
        self.mounts = mounts
        self.bindings = bindings
    }

    /// Made, but not started yet, or in vain: the engine could not.
    package var neverRan: Bool { !running && ["created", "configured", "initialized"].contains(status) }

    /// It did what it was to do, and ended: a migration, say. A service serves, or is started again when it ends.
    package var isFinishedJob: Bool {
        !running && exitCode == 0 && ["exited", "stopped"].contains(status) && !revived && bindings.isEmpty
    }

    /// Whether the containers' code is the checkout's files themselves. If not, it is in the image, and only a
    /// rebuild brings other code.
    package func mounts(_ checkout: String) -> Bool {
        mounts.contains { Paths.contains($0, checkout) || Paths.contains(checkout, $0) }
    }

    /// Whether all of the checkout is in it: no image needs to be built for its code.
    package func mountsAll(of checkout: String) -> Bool { mounts.contains { Paths.contains($0, checkout) } }

    /// The containers of an output that belong to a Compose service; those of `compose run` do not.
    package static func containers(in output: Data) throws -> [ContainerFacts] {
        try JSONText.decode([InspectedContainer].self, from: output).compactMap(\.facts)
    }
}
