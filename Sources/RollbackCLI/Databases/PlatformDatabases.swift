import RollbackConfiguration
import RollbackCore
import RollbackDatabase
import RollbackDrivers
import RollbackSystem

/// The databases of a platform: where its services' variables say that they are.
struct PlatformDatabases: Sendable {
    struct Known: Hashable, Sendable {
        var title: String
        var address: DatabaseAddress
        var place: DatabasePlace { DatabasePlace(address) }
    }

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    /// In the order of their titles.
    var known: [Known] {
        let addresses = Set(values.compactMap { DatabaseAddress($0, in: platform.configuration.home) })
        return addresses.map { Known(title: $0.title, address: $0) }.sorted { $0.title < $1.title }
    }

    /// What the services are told, by the variables' names; secrets among it.
    var variables: [String: String] { Dictionary(told.flatMap(\.self)) { first, _ in first } }

    private var values: [String] { told.flatMap(\.values) }

    private var told: [[String: String]] {
        let files = ReleaseEnvironmentFiles(
            root: platform.configuration.home, services: platform.services, found: platform.found)
        var told = ((try? files.values())?.files.values).map(Array.init) ?? []
        let secrets = SecretValues(environment: platform.machine.environment)
        for service in platform.services {
            told += [service.launch?.environment].compactMap(\.self)
            // What cannot be found is the service's trouble, and is said where it is started.
            told += [try? secrets.all(of: service)].compactMap(\.self)
        }
        for facts in platform.found {
            let setting = facts.processes.first.flatMap { platform.effects.table.setting(of: $0.id) } ?? facts.setting
            told += [setting?.environment].compactMap(\.self)
        }
        return told
    }

    /// - Parameter name: nil: the only one.
    /// - Throws: `Failure.database` with the titles that could be meant.
    func named(_ name: String?) throws -> Known {
        let known = known
        guard let name else {
            guard let first = known.first else { throw Failure.database(.noneKnown) }
            guard known.count == 1 else { throw Failure.database(.several(known.map(\.title))) }
            return first
        }
        guard let found = known.first(where: { $0.title == name }) else {
            throw Failure.database(.unknownDatabase(name, known: known.map(\.title)))
        }
        return found
    }

    /// All, or the one that is named.
    func chosen(_ name: String?) throws -> [Known] {
        if name != nil { return [try named(name)] }
        let known = known
        if known.isEmpty { throw Failure.database(.noneKnown) }
        return known
    }

    func open(_ known: Known) throws -> any SchemaDatabase { try open(known.place, known.title) }

    func open(_ place: DatabasePlace, _ title: String) throws -> any SchemaDatabase {
        switch place {
        case .sqlite(let path):
            let clock = platform.effects.clock
            return SQLiteSchema(path: path, title: title, now: { clock.wallTime() })
        case .postgres:
            // The password is in no plan and no record: a service is told it.
            guard case .postgres(let address)? = known.first(where: { $0.place == place })?.address else {
                throw Failure.database(
                    .cannotConnect(title: title, why: "no service's environment names it any more"))
            }
            let name = "\(platform.machine.host.hostName):\(platform.root)"
            return PostgresSchema(address, platform: name, clock: platform.effects.clock)
        }
    }

    func answer(_ question: DatabaseQuestion) async throws -> [[String?]] {
        try await open(named(question.database)).answer(question.query)
    }

    var steps: DatabaseSteps { DatabaseSteps { try open($0, $1) } }
}
