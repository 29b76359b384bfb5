package import RollbackCore
import RollbackFiles

/// Whether the code of a few services can go back without the others': where each lives in a folder of its own.
package struct ServiceFolders: Sendable {
    package enum Answer: Hashable, Sendable {
        /// From the top of the checkout.
        case own([String])
        /// Why the code goes back as a whole: the end of a sentence.
        case shared(String)
    }

    private let checkout: String
    private let root: String
    private let running: [ServiceFacts]

    /// - Parameters:
    ///   - checkout: the top folder of the repository; `root`: the platform's, there or below.
    ///   - running: how services run that no configuration gives a directory.
    package init(checkout: String, root: String, running: [ServiceFacts]) {
        (self.checkout, self.root, self.running) = (checkout, root, running)
    }

    /// - Parameter others: the platform's other services, whose code stays.
    package func answer(for chosen: [Service], others: [Service]) -> Answer {
        var folders: [String] = []
        for service in chosen {
            guard let folder = folder(of: service) else {
                return .shared("nothing says in which folder \(service.name) is")
            }
            guard folder != root, Paths.contains(root, folder) else {
                return .shared("\(service.name) runs in \(folder == root ? "the platform's own folder" : folder)")
            }
            folders.append(folder)
        }
        for service in others {
            guard let other = folder(of: service) else {
                return .shared("nothing says in which folder \(service.name) is")
            }
            if let shared = folders.first(where: { Paths.contains($0, other) || Paths.contains(other, $0) }) {
                return .shared("\(service.name) runs in \(other == shared ? "the same folder" : other)")
            }
        }
        return .own(Set(folders).sorted().map { String($0.dropFirst(checkout.count + 1)) })
    }

    private func folder(of service: Service) -> String? {
        let facts = running.first { $0.service == service.name }
        guard let path = service.launch?.directory ?? facts?.setting?.directory else { return nil }
        return FileCall.realPath(path) ?? path
    }
}
