import FoundationEssentials
import RollbackCore
import RollbackReporting
import Testing

@Suite struct SecretMaskTests {
    private let secret = "p@ss \"wörd\"/%2\\+=1"
    private var mask: SecretMask { SecretMask([secret]) }

    @Test func rawAndJSONAndPercentEncodedFormsAreFound() throws {
        let json = String(decoding: try JSONEncoder().encode(secret), as: UTF8.self).dropFirst().dropLast()
        let ascii = #"p@ss \"w\u00f6rd\"/%2\\+=1"#
        let form = "p%40ss+%22w%C3%B6rd%22%2f%252%5C%2B%3D1"
        let lenient = "p@ss%20%22w%c3%b6rd%22/%252%5c%2B=1"
        for text in [secret, String(json), ascii, form, lenient] {
            #expect(mask.masked("a=\(text)&b") == "a=[masked]&b")
        }
    }

    @Test func charactersBeyondTheBasicPlaneAreFoundEscaped() {
        #expect(SecretMask(["pass😀word"]).masked(#"["pass\uD83D\ude00word"]"#) == #"["[masked]"]"#)
        #expect(SecretMask(["pass😀word"]).masked(#"pass\uD83Dword"#) == #"pass\uD83Dword"#)
    }

    @Test func base64IsFoundAloneAndInside() {
        let alone = Data(secret.utf8).base64EncodedString()
        #expect(mask.masked("x \(alone) y").hasPrefix("x [masked]"))
        for user in ["u", "us", "use"] {
            let header = Data("\(user):\(secret)!".utf8).base64EncodedString()
            let masked = mask.masked("Basic \(header)")
            #expect(masked.contains("[masked]") && masked.count < 30)
        }
    }

    @Test func shortValuesStay() {
        #expect(SecretMask(["true", "8000", ""]).masked("true on 8000") == "true on 8000")
    }

    @Test func passwordsOfAddressesAndLinesOfKeysAreMaskedAlone() {
        let mask = SecretMask([
            "postgres://app:hunter2hunter@db/x", "-----BEGIN KEY-----\nMIIabcdef\n-----END KEY-----",
        ])
        #expect(mask.masked("password hunter2hunter refused") == "password [masked] refused")
        #expect(mask.masked(["MIIabcdef"]) == ["[masked]"])
        #expect(mask.masked("to postgres://app:hunter2hunter@db/x!") == "to [masked]!")
    }

    @Test func theLongestSecretWins() {
        #expect(SecretMask(["secret", "secret-long"]).masked("secret-long secret") == "[masked] [masked]")
    }

    @Test func textWithoutSecretsIsUntouched() {
        #expect(SecretMask(["abcdef"]).masked("abcde\u{FFFD}é") == "abcde\u{FFFD}é")
        #expect(SecretMask([String]()).masked("anything") == "anything")
    }

    @Test func symptomsAreMaskedWhole() {
        let symptom = Symptom(service: "x", what: "key abcdef", lines: ["abcdef"])
        #expect(
            SecretMask(["abcdef"]).masked(symptom)
                == Symptom(service: "x", what: "key [masked]", lines: ["[masked]"]))
    }
}
