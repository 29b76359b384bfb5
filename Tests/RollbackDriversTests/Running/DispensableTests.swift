import Glibc
import RollbackCore
@testable import RollbackDrivers
import Testing

struct DispensableTests {
    @Test(arguments: [ENOSPC, EDQUOT, EROFS, EIO])
    func aDiskThatTakesNothingIsAWarning(number: Int32) throws {
        let said = DetailCollection()
        try Dispensable(said.progress).write("what ran") {
            throw Failure.file(path: "/x", doing: "writing", errno: number)
        }
        #expect(said.words == ["not written down: what ran (/x: \(String(cString: strerror(number))))"])
    }

    @Test func anythingElseIsAFailure() {
        let failure = Failure.file(path: "/x", doing: "writing", errno: EACCES)
        #expect(throws: failure) { try Dispensable(.silent).write("what ran") { throw failure } }
    }
}
