import Glibc
import RollbackCore
import RollbackFiles

/// The folder `index` of a store: one sealed file for each generation, named by its number in ten digits.
struct IndexFolder: Sendable {
    let path: String

    func path(of generation: Int) -> String { "\(path)/\(Numbered.text(generation))" }

    /// Every generation of which a file is here, the oldest first.
    func generations() throws -> [Int] {
        let names = try FileCall.names(in: path).map(SecondCopy.first)
        return Set(names.compactMap(Numbered.number)).sorted()
    }

    /// - Throws: `SnapshotFailure.damaged` when one of them cannot be read: what it knows is not known then, and must
    ///   not be taken for garbage.
    func load(_ keys: SnapshotKeys) throws -> StoreIndex {
        let all = try generations().map { number in
            let plain = try SealedFile.read(path(of: number), .index, number: number, keys: keys)
            return try IndexGeneration(plain, number: number, path: path(of: number))
        }
        let replaced = Set(all.flatMap(\.replaces))
        return StoreIndex(
            live: all.filter { !replaced.contains($0.number) }.reversed(), present: all.map(\.number))
    }

    /// Returns when it is durable.
    func write(_ contents: IndexContents, number: Int, keys: SnapshotKeys) throws {
        try SealedFile.write(try contents.encoded(), .index, number: number, to: path(of: number), keys: keys)
    }

    /// Removes a generation that another one has replaced; quiet when it is gone already.
    func remove(_ generation: Int) {
        unlink(path(of: generation))
        unlink(path(of: generation) + SecondCopy.suffix)
    }
}

/// Numbers as the names of files: ten digits, so that names sort as numbers do.
enum Numbered {
    static func text(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 10 - digits.utf8.count)) + digits
    }

    /// - Returns: nil for anything but a number written by `text`.
    static func number(_ name: some StringProtocol) -> Int? {
        guard name.utf8.count == 10, let number = Int(name), number > 0, text(number) == name else { return nil }
        return number
    }
}
