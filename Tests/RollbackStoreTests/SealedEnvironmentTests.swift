import FoundationEssentials
import RollbackCore
import RollbackStore
import RollbackTestKit
import Testing

struct SealedEnvironmentTests {
    private let place: StatePlace
    private let key: KeyFile
    private var sealed: SealedEnvironment { SealedEnvironment(place.state, key: key) }
    private let values = EnvironmentValues(files: [".env": ["API_KEY": "hunter2", "PORT": "8000"], "web/.env": [:]])

    init() throws {
        place = try StatePlace()
        key = KeyFile(environment: ["XDG_STATE_HOME": place.folder.file("user")], home: "/nowhere")
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    // MARK: Sealing

    @Test func whatIsSealedIsOpenedAgain() throws {
        let summary = try sealed.seal(values)
        #expect(try sealed.open(summary.digest) == values)
        #expect(summary.files.mapValues { $0.keys.sorted() } == [".env": ["API_KEY", "PORT"], "web/.env": []])
        #expect(try sealed.summary(of: values) == summary)
        let written = try bytes(sealed.path(summary.digest))
        #expect(try sealed.seal(values) == summary)
        #expect(try bytes(sealed.path(summary.digest)) == written)
    }

    @Test func nothingOfTheValuesIsToBeSeen() throws {
        let summary = try sealed.seal(values)
        let kept = try bytes(sealed.path(summary.digest)) + JSONText.data(summary)
        #expect(kept.firstRange(of: Data("hunter2".utf8)) == nil)
        #expect(!"\(values)".contains("hunter2") && !String(reflecting: values).contains("hunter2"))
        var dumped = ""
        dump(values, to: &dumped)
        #expect(!dumped.contains("hunter2"))
        #expect(try mode(sealed.path(summary.digest)) == 0o600)
        #expect(try mode(place.state.environmentsPath) == 0o700)
    }

    @Test func digestsTellEqualFromDifferentAndNoMore() throws {
        var other = values
        other.files[".env"]?["API_KEY"] = "hunter3"
        other.files["web/.env"]?["API_KEY"] = "hunter2"
        let one = try sealed.seal(values), two = try sealed.seal(other)
        #expect(one.digest != two.digest)
        #expect(one.files[".env"]?["PORT"] == two.files[".env"]?["PORT"])
        #expect(one.files[".env"]?["API_KEY"] != two.files[".env"]?["API_KEY"])
        #expect(one.files[".env"]?["API_KEY"] != two.files["web/.env"]?["API_KEY"])
    }

    @Test func withoutAKeyNothingIsMadeForALook() throws {
        #expect(try sealed.summary(of: values) == nil)
        #expect(!FileManager.default.fileExists(atPath: key.path))
    }

    // MARK: The key

    @Test func theKeyIsTheUsersAlone() throws {
        _ = try sealed.seal(values)
        #expect(key.path == place.folder.file("user/lastgood/key"))
        #expect(try mode(key.path) == 0o600 && mode(place.folder.file("user/lastgood")) == 0o700)
        #expect(try bytes(key.path).count == 32)
        #expect(try names(place.folder.file("user/lastgood")) == ["key"])
    }

    @Test func withoutTheVariableItLiesInTheHome() {
        #expect(KeyFile(environment: [:], home: "/home/ada").path == "/home/ada/.local/state/lastgood/key")
        let relative = KeyFile(environment: ["XDG_STATE_HOME": "state"], home: "/home/ada")
        #expect(relative.path == "/home/ada/.local/state/lastgood/key")
    }

    @Test func manyThatNeedItAtOnceAgreeOnOne() async throws {
        let summaries = try await withThrowingTaskGroup(of: EnvironmentSummary.self) { group in
            for _ in 0..<8 { group.addTask { try sealed.seal(values) } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(summaries.count == 1)
    }

    @Test func aKeyThatOthersMayReadIsNotUsed() throws {
        let digest = try sealed.seal(values).digest
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key.path)
        #expect(throws: Failure.release(.environment(.keyOpen(key: key.path)))) { try sealed.open(digest) }
        #expect(throws: Failure.release(.environment(.keyOpen(key: key.path)))) { try sealed.seal(values) }
    }

    @Test func aKeyThatWasCutShortIsNamed() throws {
        let digest = try sealed.seal(values).digest
        try put(try bytes(key.path).prefix(31), key.path)
        #expect(throws: Failure.release(.environment(.keyDamaged(key: key.path)))) { try sealed.open(digest) }
    }

    // MARK: What cannot be opened here

    @Test func aMissingKeyIsSaid() throws {
        let digest = try sealed.seal(values).digest
        try FileManager.default.removeItem(atPath: key.path)
        #expect(throws: Failure.release(.environment(.keyMissing(key: key.path)))) { try sealed.open(digest) }
    }

    @Test func anotherMachinesKeyIsSaid() throws {
        let digest = try sealed.seal(values).digest
        try FileManager.default.removeItem(atPath: key.path)
        _ = try sealed.seal(EnvironmentValues(files: [".env": [:]]))
        let file = sealed.path(digest)
        #expect(throws: Failure.release(.environment(.otherKey(file: file, key: key.path)))) { try sealed.open(digest) }
    }

    @Test func aMissingFileIsSaid() throws {
        #expect(throws: Failure.release(.environment(.gone("f00")))) { try sealed.open("f00") }
    }

    @Test func everyChangedByteIsNoticed() throws {
        let digest = try sealed.seal(values).digest
        let path = sealed.path(digest), whole = try bytes(path)
        for index in whole.indices {
            var damaged = whole
            damaged[index] ^= 1
            try put(damaged, path)
            #expect(throws: Failure.self) { try sealed.open(digest) }
        }
        try put(whole.dropLast(), path)
        #expect(throws: Failure.release(.environment(.damaged(file: path)))) { try sealed.open(digest) }
        try put(Data(), path)
        #expect(throws: Failure.release(.environment(.damaged(file: path)))) { try sealed.open(digest) }
    }

    @Test func aFileUnderAnotherDigestIsDamaged() throws {
        let digest = try sealed.seal(values).digest
        try put(try bytes(sealed.path(digest)), sealed.path("f00"))
        #expect(throws: Failure.release(.environment(.damaged(file: sealed.path("f00"))))) { try sealed.open("f00") }
    }

    @Test func aNewerFormatIsRefused() throws {
        let digest = try sealed.seal(values).digest
        var newer = try bytes(sealed.path(digest))
        newer[7] = UInt8(ascii: "2")
        try put(newer, sealed.path(digest))
        let path = sealed.path(digest)
        #expect(throws: Failure.stateFromNewerVersion(path: path, version: 2, known: 1, neededBy: nil)) {
            try sealed.open(digest)
        }
    }
}
