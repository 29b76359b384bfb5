@testable import RollbackDrivers
import Testing

struct RequirementsTextTests {
    @Test(arguments: [
        "flask==3.0\nrich", "rich\nflask==3.0\n", "# the web\nflask==3.0  # pinned\n\n  rich", "rich\r\nflask==3.0\r\n",
        "flask==\\\n3.0\nrich",
    ])
    func commentsBlanksAndOrderMeanNothing(text: String) {
        #expect(RequirementsText(text).meaning == "flask==3.0\nrich")
    }

    @Test(arguments: ["flask==3.1\nrich", "flask==3.0", "--no-index\nflask==3.0\nrich", "flask==3.0 ; x\nrich"])
    func everythingElseDoes(text: String) {
        #expect(RequirementsText(text).meaning != RequirementsText("flask==3.0\nrich").meaning)
    }

    @Test func theOrderOfOptionsCounts() {
        let one = RequirementsText("-i a\n-i b")
        #expect(one.meaning != RequirementsText("-i b\n-i a").meaning)
    }

    @Test func anAddressKeepsItsFragment() {
        #expect(RequirementsText("x @ git+https://h/x#egg=x # note").requirements == ["x @ git+https://h/x#egg=x"])
    }

    @Test func includedFilesAreFound() {
        let text = RequirementsText(
            "-r base.txt\n--constraint=c.txt\n-cd.txt\n--requirement e.txt\n--require-hashes\n-r https://h/f.txt")
        #expect(text.includes == ["base.txt", "c.txt", "d.txt", "e.txt"])
    }

    @Test(arguments: [
        "-e .", "--editable ./lib", ".", "./lib", "../lib", "vendor/lib", "lib @ file:vendor/lib.whl", ".[extra]",
    ])
    func whatLiesInTheCheckoutIsNoticed(line: String) {
        #expect(RequirementsText(line).localPaths.count == 1)
    }

    @Test(arguments: [
        "flask", "flask[async]>=2", "x @ https://h/x.whl", "-e git+https://h/x#egg=x", "--find-links ./wheels",
        "a/b @ git+ssh://git@h/x",
    ])
    func whatDoesNotIsNot(line: String) {
        #expect(RequirementsText(line).localPaths == [])
    }

    @Test func exactVersionsAreRead() {
        let text = RequirementsText(
            "Flask_Login==1.0 --hash=sha256:ab\nrich>=2\nbook[x]==2.*\na==1,!=2\nw==3; sys\nu @ https://h/u")
        #expect(text.packages.map(\.name) == ["flask-login", "rich", "book", "a"])
        #expect(text.packages.map(\.version) == ["1.0", nil, nil, nil])
    }

    @Test(arguments: [
        ("at https://kim:s3@cret@index.example/simple, x", "at https://[masked]@index.example/simple, x"),
        ("https://token@a/ and git+ssh://u:p@b/c", "https://[masked]@a/ and git+ssh://[masked]@b/c"),
        ("https://a/b@c mail kim@x", "https://a/b@c mail kim@x"),
    ])
    func credentialsAreMasked(text: String, shown: String) {
        #expect(CredentialMask.masked(text) == shown)
    }
}
