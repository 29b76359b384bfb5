import FoundationEssentials
import RollbackCore
import Testing

struct SecretTextTests {
    @Test(arguments: [
        ("", "", []), ("plain $x $ {y}", "plain $x $ {y}", []), ("${A}", "<A>", ["A"]),
        ("a${A}b${B}", "a<A>b<B>", ["A", "B"]), ("$${A}", "${A}", []), ("$$${A}", "$${A}", []),
        ("$${${A}", "${<A>", ["A"]), ("${A}}", "<A>}", ["A"]), ("$$", "$$", []),
    ])
    func variablesAreFilledIn(text: String, filled: String, names: [String]) throws {
        let secret = try #require(SecretText(text))
        #expect(secret.filled { "<\($0)>" } == filled)
        #expect(secret.variables == names)
    }

    @Test(arguments: ["${", "a${b", "${A}${"])
    func whatIsNotClosedIsNone(text: String) { #expect(SecretText(text) == nil) }

    /// A value is not read for variables again.
    @Test func valuesAreTakenAsTheyAre() { #expect(SecretText("${A}")?.filled { _ in "${B}" } == "${B}") }

    @Test func plansWithoutSecretsAreStillRead() throws {
        let old = #"{"arguments":["x"],"directory":"/srv","environment":{"A":"1"},"logFile":"/l"}"#
        let launch = try JSONText.decode(LaunchSpecification.self, from: Data(old.utf8))
        #expect(
            launch
                == LaunchSpecification(arguments: ["x"], directory: "/srv", environment: ["A": "1"], logFile: "/l"))
        var secret = launch
        secret.secrets = ["B": .text("${B}"), "C": .file("/run/secrets/c")]
        #expect(try JSONText.decode(LaunchSpecification.self, from: JSONText.data(secret)) == secret)
    }
}
