import Testing

@testable import RollbackProject

/// As `diff -u` prints it.
struct UnifiedDiffTests {
    @Test func aChangeInTheMiddleHasThreeLinesAround() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n"
        let new = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"
        #expect(
            UnifiedDiff.lines(from: old, to: new, path: "x") == [
                "--- a/x", "+++ b/x", "@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8",
            ])
    }

    @Test func farChangesAreHunksOfTheirOwn() {
        let old = (1...20).map { "\($0)\n" }.joined()
        let new = "0\n" + (1...19).map { "\($0)\n" }.joined()
        let heads = UnifiedDiff.lines(from: old, to: new, path: "x").filter { $0.hasPrefix("@@") }
        #expect(heads == ["@@ -1,3 +1,4 @@", "@@ -17,4 +18,3 @@"])
    }

    @Test func nothingAndAllOfIt() {
        #expect(UnifiedDiff.lines(from: "a\n", to: "a\n", path: "x").isEmpty)
        #expect(UnifiedDiff.lines(from: "", to: "a\n", path: "x").last == "+a")
        #expect(UnifiedDiff.lines(from: "", to: "a\n", path: "x").contains("@@ -0,0 +1,1 @@"))
    }
}
