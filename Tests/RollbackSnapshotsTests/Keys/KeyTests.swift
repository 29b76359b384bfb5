import Crypto
import Testing

@testable import RollbackSnapshots

struct KeyTests {
    private let keys = SnapshotKeys(master: StorePlace.key)

    /// Worked out with Python's `hmac` and `hashlib` from the words of docs/snapshot-format.md.
    @Test func theKeysAreTheFormats() throws {
        #expect(keys.name == "230dfdd3749eb5b6")
        #expect(
            "\(keys.id(of: Array("hello".utf8)))" == "9a35ede30c87bf2ece7b0e045e9103036310dcda8907fb348f5f02dc8715caaa")
        #expect(keys.gear()[0] == 0xb1fc36facf19c815 && keys.gear()[255] == 0x61bec5d7cc2f96fb)
        let salt = [UInt8](repeating: 9, count: 32)
        #expect(
            keys.pack(salt: salt).withUnsafeBytes { Hex.text($0) }
                == "d678afc2c0d5c58312abff716bc2e8bf9c57e0a72edd8e2b76e981ce2637e58d")
        #expect(
            keys.seal(salt: salt).withUnsafeBytes { Hex.text($0) }
                == "2419f0f0da136202744b415297a17e9bdddb59fd349c18e284ca6387e977770b")
    }

    @Test func idsAreTextAndOrderedLikeTheirBytes() throws {
        let id = keys.id(of: [])
        #expect(BlobID("\(id)") == id)
        #expect(BlobID("\(id)".uppercased()) == nil && BlobID("12") == nil)
        let ids = (0..<200).map { keys.id(of: [UInt8($0)]) }
        #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
        let random = (0..<50).map { _ in RandomID.make() }
        #expect(random.sorted().map(\.description) == random.map(\.description).sorted())
        #expect(random.allSatisfy { RandomID($0.description) == $0 })
    }
}
